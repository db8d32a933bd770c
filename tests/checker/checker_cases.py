"""Printed quotations against evidence of our own, each with the outcome that the gold set's rules ask for.

Where the rules leave doubt the graver outcome stands.  Every text here is made up.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation, the evidence (a key of `EVIDENCE`), the outcomes that are right, and what else must hold."""

    id: str
    evidence: str
    quote: str
    outcomes: tuple[str, ...]
    speaker: str | None = None
    severity: str | None = None
    passage: str | None = None
    why_not: str = ""  # a reason why the checker cannot do it yet


EVIDENCE: dict[str, str] = {}
CASES: list[Case] = []


def _cases(evidence: str, text: str, table: str) -> None:
    """Cases of one piece of evidence: `id | outcome[/outcome][!severity] | quotation [| speaker [| passage]]`, one a line."""
    EVIDENCE[evidence] = text
    for line in filter(str.strip, table.split("\n")):
        name, wanted, quote, *more = (part.strip(" ") for part in line.split(" | "))
        wanted, _, severity = wanted.partition("!")
        CASES.append(
            Case(
                f"{evidence}:{name}", evidence, quote.replace("\\n", "\n"), tuple(wanted.split("/")),
                (more[0] or None) if more else None, severity or None, more[1] if len(more) > 1 else None,
            )
        )  # fmt: skip


_cases(
    "bridge",
    """COUNCIL OF HARROWGATE, EVENING SESSION

MAYOR LINDEN: Good evening. We did not close the bridge because of the storm. We closed it because two inspectors found a crack in the eastern pier. I think the report will be ready by the end of June. It will cost about $2.5 million to repair, and the county may pay half of it.

ALMA REYES: I never promised to reopen it in spring. What I said was that we might open one lane if the weather was good. Most of the drivers I talk to understand that. Some of them are angry, and I would be angry too.

MAYOR LINDEN: The company told us on March 3rd that the steel was tested. It was not tested. No one at the company has apologised.

(APPLAUSE)

MAYOR LINDEN: We have asked the company three times for the records, and we have received nothing. They must hand them over by Friday.

ALMA REYES: He is right about the records. She was the only inspector who wrote it down, and they moved her to another office. That is hardly fair.

PAUL OKORO: So you knew about the crack in April?

ALMA REYES: Yes. I knew in April. I told the board that same week, and the board did nothing. We lost nearly 40 days.

PAUL OKORO: Would you do it again?

ALMA REYES: I would. I would do it again tomorrow. It was the right thing, um, the right thing to do, you know, for the people who cross that bridge every day.
""",
    """
neg1 | altered!material | We did close the bridge because of the storm. | Linden
neg2 | altered!material | I promised to reopen it in spring. | Alma Reyes
neg3 | altered!material | It was tested. | Mayor Linden
neg4 | altered!material | One at the company has apologised. | Linden
neg5 | altered!material | we have received something | Linden
neg6 | altered!material | That is fair. | Reyes
neg6b | altered!material | they moved her to another office. That is fair. | Reyes
neg7 | altered!material | We have not asked the company three times for the records | Linden
neg8 | altered!material | I never knew in April. I told the board that same week | Alma Reyes
neg9 | altered!material | He is not right about the records. | Alma Reyes
neg10 | cleaned | We didn't close the bridge because of the storm. | Linden
neg11 | altered | It was untested. No one at the company has apologised. | Linden
neg12 | altered | We have asked the company three times for the records, and we haven't received anything. | Linden
neg13 | altered!material | Everyone at the company has apologised. | Linden
neg14 | altered!material | the board did something. We lost nearly 40 days. | Alma Reyes
num1 | altered!material | It will cost about $2.5 billion to repair | Linden
num2 | altered!material | It will cost about $25 million to repair | Linden
num3 | altered!material | It will cost about £2.5 million to repair | Linden
num4 | verbatim | It will cost about 2.5 million dollars to repair | Linden
num5 | verbatim | It will cost about $2.5m to repair | Linden
num6 | altered!material | the county may pay a third of it | Linden
num7 | altered!material | We have asked the company four times for the records | Linden
num8 | altered!material | We lost nearly 14 days. | Alma Reyes
num9 | verbatim | We lost nearly forty days. | Alma Reyes
num10 | verbatim | The company told us on March 3 that the steel was tested. | Linden
num11 | altered!material | The company told us on March 13 that the steel was tested. | Linden
num12 | altered!material | The company told us on May 3 that the steel was tested. | Linden
num13 | altered!material | because three inspectors found a crack in the eastern pier | Linden
num14 | verbatim | because 2 inspectors found a crack in the eastern pier | Linden
num15 | altered!material | It will cost about $2.5 to repair, and the county may pay half of it | Linden
hedge1 | verbatim | The report will be ready by the end of June. | Linden
hedge1b | altered!material | because two inspectors found a crack in the eastern pier. The report will be ready by the end of June. | Linden
hedge2 | altered!material | It will cost $2.5 million to repair | Linden
hedge3 | altered!material | We lost 40 days. | Alma Reyes
hedge3b | altered!material | the board did nothing. We lost 40 days. | Alma Reyes
hedge4 | altered | It will cost almost $2.5 million to repair | Linden
modal1 | altered | the county will pay half of it | Linden
modal2 | altered | the county must pay half of it | Linden
modal3 | altered | They should hand them over by Friday. | Linden
modal4 | altered | They hand them over by Friday. | Linden
modal5 | altered | we may open one lane if the weather was good | Alma Reyes
modal6 | altered | we open one lane if the weather was good | Alma Reyes
modal7 | altered | the county pays half of it | Linden
tense1 | altered | He was right about the records. | Alma Reyes
tense2 | altered | I know in April. I told the board that same week | Alma Reyes
tense3 | altered | The company tells us on March 3rd that the steel was tested. | Linden
tense4 | altered | No one at the company apologised. | Linden
tense5 | altered | we received nothing | Linden
tense6 | altered | The company told us on March 3rd that the steel is tested. | Linden
pron1 | altered | She is right about the records. | Alma Reyes
pron2 | altered | He was the only inspector who wrote it down | Alma Reyes
pron3 | altered | they moved him to another office | Alma Reyes
pron4 | altered | They closed it because two inspectors found a crack in the eastern pier. | Linden
pron5 | altered | he would be angry too | Alma Reyes
pron6 | altered | I told my board that same week | Alma Reyes
name1 | altered!material | two inspectors found a crack in the western pier | Linden
name2 | altered!material | They must hand them over by Monday. | Linden
name3 | altered!material | I knew in August. I told the board that same week | Alma Reyes
quant1 | altered | All of the drivers I talk to understand that. | Alma Reyes
quant2 | altered | Some of the drivers I talk to understand that. | Alma Reyes
quant3 | altered/spliced | Most of them are angry, and I would be angry too. | Alma Reyes
quant4 | altered | They are angry, and I would be angry too. | Alma Reyes
quant5 | verbatim | Drivers I talk to understand that. Some of them are angry | Alma Reyes
cond1 | verbatim | we might open one lane | Alma Reyes
cond2 | spliced/altered | What I said was that we might open one lane. Most of the drivers I talk to understand that. | Alma Reyes
only1 | altered | She was the inspector who wrote it down | Alma Reyes
only2 | altered/spliced | She was only the inspector who wrote it down | Alma Reyes
int1 | altered | I would be very angry too. | Alma Reyes
int2 | altered | They must hand them all over by Friday. | Linden
word1 | altered | the board did nothing about it. We lost nearly 40 days. | Alma Reyes
word2 | altered | two inspectors found a hole in the eastern pier | Linden
word3 | altered | two investigators found a crack in the eastern pier | Linden
word4 | altered | the board did nothing. We wasted nearly 40 days. | Alma Reyes
word5 | altered | We closed it although two inspectors found a crack in the eastern pier. | Linden
word6 | altered | I told the press that same week, and the board did nothing. | Alma Reyes
word7 | altered | We have asked the company three times for the money, and we have received nothing. | Linden
prep1 | altered | two inspectors found a crack under the eastern pier | Linden
prep2 | altered | They must hand them over after Friday. | Linden
prep3 | altered | the right thing to do, you know, by the people who cross that bridge every day | Alma Reyes
order1 | spliced | Because two inspectors found a crack in the eastern pier we closed it. | Linden
order2 | spliced | We have received nothing, and we have asked the company three times for the records. | Linden
order3 | spliced/altered | I would be angry too, and some of them are angry. | Alma Reyes
splice1 | spliced | We closed it because two inspectors found a crack in the eastern pier. It will cost about $2.5 million to repair | Linden
splice2 | spliced | We did not close the bridge because two inspectors found a crack in the eastern pier. | Linden
splice3 | spliced!material | I knew in April. I would do it again tomorrow. | Alma Reyes
splice4 | spliced | It was not tested. No one at the company has apologised. They must hand them over by Friday. | Linden
splice5 | spliced!material | So you knew about the crack in April? Yes. I knew in April. | Alma Reyes
splice6 | spliced/misattributed | They must hand them over by Friday. He is right about the records. | Alma Reyes
splice7 | spliced | We have asked the company for the records, and we have received nothing. | Linden
splice8 | spliced | I told the board, and the board did nothing. | Alma Reyes
splice9 | cleaned | It was the right thing to do for the people who cross that bridge. | Alma Reyes
ell1 | abridged | We closed it because two inspectors found a crack ... I think the report will be ready by the end of June. | Linden
ell2 | abridged | It was not tested. ... They must hand them over by Friday. | Linden
ell3 | abridged!material | I knew in April. … I would do it again tomorrow. | Alma Reyes
ell4 | abridged!material | Yes. [...] I would do it again tomorrow. | Alma Reyes
ell5 | abridged!material | We did ... close the bridge because of the storm. | Linden
ell6 | abridged/altered | We have asked the company ... for the records, and we have received nothing. | Linden
ell7 | verbatim | ... we closed it because two inspectors found a crack in the eastern pier ... | Linden
ell8 | altered | The county ... will pay half of it | Linden
ell9 | spliced/absent/altered | They must hand them over by Friday. ... We did not close the bridge because of the storm. | Linden
ell10 | abridged | She was the only inspector who wrote it down . . . That is hardly fair. | Alma Reyes
ell11 | altered!material | I promised ... to reopen it in spring. | Alma Reyes
br1 | abridged/verbatim | [The county] may pay half of it. | Linden
br2 | abridged | They must hand [the records] over by Friday. | Linden
br3 | abridged | [We] closed it because two inspectors [saw] a crack in the eastern pier. | Linden
br4 | verbatim | They must hand them [the records] over by Friday. | Linden
br5 | altered!material | They must [not] hand them over by Friday. | Linden
br6 | altered!material | I [always] promised to reopen it in spring. | Alma Reyes
br7 | altered!material | It was [fully] tested. No one at the company has apologised. | Linden
br8 | altered!material | It will cost about [$5 million] to repair, and the county may pay half of it. | Linden
br9 | abridged | She was the only inspector who wrote [the crack] down, and they moved her to another office. | Alma Reyes
br10 | verbatim | [W]e closed it because two inspectors found a crack in the eastern pier. | Linden
br11 | verbatim | The company told us on March 3rd that the steel was tested [sic]. It was not tested. | Linden
fill1 | cleaned | It was the right thing, the right thing to do, you know, for the people who cross that bridge every day. | Alma Reyes
fill2 | cleaned | It was the right thing to do for the people who cross that bridge every day. | Alma Reyes
fill3 | cleaned | It was the right thing to do, you know, for the people who cross that bridge every day. | Alma Reyes
fill4 | altered | I knew in April. I, um, told the board that same week | Alma Reyes
fill5 | altered | I knew in April. I told the board that same week, you know, and the board did nothing. | Alma Reyes
fill6 | altered | the board did nothing, did nothing. We lost nearly 40 days. | Alma Reyes
fill7 | altered | Well, I knew in April. I told the board that same week | Alma Reyes
fw1 | cleaned | The company told us on March 3rd the steel was tested. | Linden
fw2 | cleaned | We've asked the company three times for the records, and we've received nothing. | Linden
fw3 | cleaned/altered | We have asked the company three times for the records and received nothing. | Linden
fw4 | cleaned | Some of them are angry, I would be angry too. | Alma Reyes
fw5 | cleaned/verbatim | Most drivers I talk to understand that. | Alma Reyes
case1 | verbatim | WE DID NOT CLOSE THE BRIDGE BECAUSE OF THE STORM! | Linden
case2 | verbatim | they must hand them over, by friday | Linden
punc1 | verbatim | We have asked the company three times for the records — and we have received nothing | Linden
spell1 | verbatim | No one at the company has apologized. | Linden
stage | verbatim | No one at the company has apologised. We have asked the company three times for the records | Linden
mis1 | misattributed | We closed it because two inspectors found a crack in the eastern pier. | Alma Reyes
mis2 | misattributed | She was the only inspector who wrote it down, and they moved her to another office. | Mayor Linden
mis3 | misattributed | So you knew about the crack in April? | Alma Reyes
mis4 | misattributed | We closed it because two inspectors found a crack in the eastern pier. | Paul Okoro
mis5 | misattributed | I told the board that same week, and the board did nothing. | Councilwoman Dora Finch
mis6 | misattributed | They must hand them over by Friday. | Governor Mary Stone
abs1 | absent | The bridge was a disgrace from the first day, and everybody in this town knew it. | Linden
abs2 | absent | We shut the crossing since engineers spotted damage in the pier on the east. | Linden
abs3 | absent | The report was buried by people who were paid to bury it. | Alma Reyes
abs4 | absent | I will resign if the board does not act | Alma Reyes
abs5 | absent | Our ferries carried twelve thousand passengers last summer. | Linden
short1 | unchecked | angry | Alma Reyes
short2 | unchecked | the board | Alma Reyes
short3 | absent | catastrophic | Alma Reyes
short4 | verbatim | crack in the eastern pier | Linden
short5 | verbatim | moved her to another office | Alma Reyes
long1 | verbatim | I would. I would do it again tomorrow. It was the right thing, um, the right thing to do, you know, for the people who cross that bridge every day. | Alma Reyes
""",
)

_cases(
    "mill",
    """Q. Mr. Dace, did you see the fire?

A. I saw smoke. I don't know who started it. Maybe it was the wiring. Fifteen men were inside, and fifty more were on the way. Between 10 and 12 of them were burned.

Q. And did you lie to the insurers?

A. I did not lie to anybody. If I had lied, they would have found out. They say I set the fire, and that's nonsense.

Q. So the owners knew?

A. The owners didn't know. The managers knew. My brother wouldn't have stayed if he'd known. You can't say their hands are clean, and you can't say there was no warning.

Q. What share of the money is gone?

A. Two thirds of it. Sixty per cent went on wages. Unemployment rose by two percentage points. We were 21st in line, and the first cheque came on 5 June 2019 at half past nine.

Q. Do you still trust them?

A. I used to trust them. I almost always did. I won't again. It's a fucking disgrace, if you ask me, and the programme is finished. We've never been unhappy here. It isn't impossible, but it's not likely.
""",
    """
n1 | altered!material | I know who started it. | Dace
n1b | altered!material | I saw smoke. I know who started it. | Dace
n2 | verbatim | It was the wiring. Fifteen men were inside | Dace
n3 | altered!material | Fifty men were inside | Dace
n4 | altered!material | Fifteen men were inside, and fifteen more were on the way. | Dace
n5 | altered!material | Between 10 and 20 of them were burned. | Dace
n6 | verbatim | Between ten and twelve of them were burned. | Dace
n7 | altered | About 12 of them were burned. | Dace
n8 | altered!material | I did lie to anybody. | Dace
n8b | cleaned | I didn't lie to anybody. If I had lied, they would have found out. | Dace
n9 | cleaned | If I'd lied, they would have found out. | Dace
n10 | altered!material | If I had lied, they wouldn't have found out. | Dace
n11 | altered/spliced!material | The owners knew. The managers knew. | Dace
n12 | altered!material | The owners did know. The managers knew. | Dace
n13 | altered!material | My brother would have stayed if he'd known. | Dace
n14 | altered!material | you can say their hands are clean | Dace
n15 | altered!material | You can't say their hands are clean, and you can say there was no warning. | Dace
n16 | altered!material | you can't say there was a warning | Dace
n17 | altered!material | A third of it. Sixty per cent went on wages. | Dace
n18 | altered!material | Two-fifths of it. Sixty per cent went on wages. | Dace
n19 | verbatim | 60% went on wages. | Dace
n20 | altered!material | 16% went on wages. | Dace
n21 | altered!material | Sixty per cent went on wages. Unemployment rose by 2 per cent. | Dace
n22 | verbatim | Unemployment rose by 2 percentage points. | Dace
n23 | altered!material | We were 21 in line, and the first cheque came on 5 June 2019 | Dace
n24 | altered!material | We were 31st in line, and the first cheque came on 5 June 2019 | Dace
n25 | altered!material | the first cheque came on 5 June 2018 at half past nine | Dace
n26 | altered!material | the first cheque came on 6 June 2019 at half past nine | Dace
n27 | altered!material | the second cheque came on 5 June 2019 at half past nine | Dace
n28 | verbatim | the first check came on 5 June 2019 at half past nine | Dace
n29 | altered!material | the first cheque came on 5 June 2019 at half past ten | Dace
n30 | altered | I trust them. I almost always did. | Dace
n31 | altered | I used to trust them. I always did. | Dace
n32 | altered!material | I will again. It's a fucking disgrace | Dace
n33 | verbatim/cleaned | It's a f***ing disgrace, if you ask me | Dace
n34 | altered | It's a damn disgrace, if you ask me | Dace
n35 | altered | It's a disgrace, if you ask me, and the programme is finished. | Dace
n36 | verbatim | It's a fucking disgrace, if you ask me, and the program is finished. | Dace
n37 | altered!material | We've never been happy here. | Dace
n38 | altered!material | We've been unhappy here. | Dace
n39 | altered!material | It is impossible, but it's not likely. | Dace
n40 | altered!material | It isn't possible, but it's not likely. | Dace
n41 | altered!material | It isn't impossible, but it's likely. | Dace
n42 | altered!material | It isn't impossible, but it's unlikely. | Dace
n43 | altered | You can't say there hands are clean | Dace
n44 | altered | I saw smoke. I don't know whose started it. | Dace
ctx1 | verbatim | I set the fire | Dace
qa1 | spliced!material | Do you still trust them? I used to trust them. | Dace
qa2 | abridged!material | I did not lie to anybody. ... The owners didn't know. | Dace
qa3 | verbatim | did you lie to the insurers? | Dace
qa4 | spliced!material | I saw smoke. I did not lie to anybody. | Dace
qa5 | spliced!material | Maybe it was the wiring. The owners didn't know. | Dace
qa6 | spliced/altered!material | The managers knew. They say I set the fire | Dace
ell1 | abridged!material | I did ... lie to anybody. | Dace
ell2 | abridged!material | The owners ... know. The managers knew. | Dace
ell3 | abridged | The owners didn't know. ... My brother wouldn't have stayed if he'd known. | Dace
""",
)

_cases(
    "captions",
    """so i said to him you know that
you know that the harbour was closed
and he said um he said nobody nobody told him
i mean we had fifteen boats out there
and fifty people on them
they're not coming back there until may
it was their decision not ours
we was lucky it don't matter now
i'm gonna tell the minister that we need
a hundred thousand euros by two a.m.
i have to i have to say this
""",
    """
v1 | verbatim | So I said to him, you know that, you know that the harbour was closed.
c1 | cleaned | So I said to him, you know that the harbor was closed.
c2 | cleaned | and he said nobody told him
a1 | altered!material | And he said somebody told him.
a2 | altered!material | We had fifty boats out there and fifty people on them.
c3 | verbatim/cleaned | We had 15 boats out there and 50 people on them.
a3 | altered!material | They're coming back there until May.
a4 | altered | They're not coming back their until May.
a5 | altered | It was there decision, not ours.
a6 | altered | It was their decision, not hours.
c4 | cleaned | We were lucky. It doesn't matter now.
c5 | cleaned | I'm going to tell the minister that we need 100,000 euros by 2am.
a7 | altered!material | I'm gonna tell the minister that we need 100,000 euros by 2pm.
a8 | altered!material | I'm gonna tell the minister that we need 100,000 dollars by 2 a.m.
c6 | verbatim | I have to say this.
v2 | verbatim | “I have to, I have to say this”
a9 | altered | I want to, I have to say this.
""",
)

_cases(
    "caps",
    "WE ARE NOT GOING TO SELL THE FARM TO MR BLACK OR TO ANYBODY ELSE THIS YEAR AND I SAID SO TO HIS FACE HE LAUGHED AND LEFT",
    """
v1 | verbatim | We are not going to sell the farm to Mr. Black, or to anybody else, this year — and I said so to his face.
c1 | cleaned | We're not going to sell the farm to Mr Black or to anybody else this year
a1 | altered!material | We are going to sell the farm to Mr. Black
a2 | altered!material | We are not going to sell the farm to Mr. White
a3 | altered | He laughed and wept.
whole | verbatim | We are not going to sell the farm to Mr. Black or to anybody else this year and I said so to his face. He laughed and left.
""",
)

_cases(
    "strange",
    "He\u00a0said\u00a0“we\u2019ll rebuild the old town\u201d – that\u2019s what he\u00a0told us, na\u00efve as ever. The caf\u00e9 on M\u00fcller Street stays open. 😀 We love it! The co-operative re-elected Zo\u00eb. "
    "[00:12:04] Then the lights went out [inaudible] and the doors stayed shut. We waited (LAUGHTER) for two hours. The con\u00advoy left at dawn, and the wo\u200brkers walked home with it.\n",
    """
v1 | verbatim | we'll rebuild the old town
v2 | verbatim | The cafe on Muller Street stays open. We love it!
v3 | verbatim | The cooperative re-elected Zoe.
v4 | verbatim | We waited for two hours.
v5 | verbatim | that\u2019s\u00a0what\u00a0he told us, naive as ever
v6 | verbatim | The caf\u0065\u0301 on Mu\u0308ller Street stays open.
v7 | verbatim | The convoy left at dawn, and the workers walked home with it.
v8 | verbatim/altered | The c\u043envoy left at dawn, and the workers walked home with it.
v9 | verbatim | \u202bThe convoy left at dawn\u202c, and the workers walked home with it.
v10 | verbatim | The café on Müller Street stays open. 😀 We love it!
v11 | verbatim | The café on Müller Street stays open. 😡 We love it!
v12 | verbatim | The con\u200bvoy left at dawn, and the workers walked home with it.
u1 | unchecked/altered | Then the lights went out in the hall and the doors stayed shut.
a1 | altered | The café on Miller Street stays open.
a2 | altered!material | We waited for three hours. The convoy left at dawn
time | verbatim/cleaned/unchecked | Then the lights went out and the doors stayed shut.
""",
)

_cases(
    "echo",
    """ANNA BELL: You are telling me that the dam is safe and nobody will be moved?

KURT VANCE: The dam is safe. Nobody will be moved.

ANNA BELL: The dam is safe, he says. I don't believe it.

KURT VANCE: The engineers have signed it off. I am proud of what they did.

CARLA MOSS: I am proud of what they did. All of us are.

ANNA BELL: Do you regret it?

KURT VANCE: Yes.

ANNA BELL: Are you sorry that the village was flooded and that nobody was warned?

KURT VANCE: Yes, of course. But I would sign it again.
""",
    """
e1 | verbatim | The dam is safe. | Kurt Vance | The dam is safe
e2 | verbatim | The dam is safe. Nobody will be moved. | Kurt Vance
e3 | verbatim | I am proud of what they did. | Kurt Vance
e4 | verbatim | I am proud of what they did. | Carla Moss
e5 | misattributed | I am proud of what they did. | Anna Bell
e6 | misattributed | The dam is safe. Nobody will be moved. | Carla Moss
e7 | misattributed | the village was flooded and that nobody was warned | Kurt Vance
e8 | misattributed | The engineers have signed it off. | Anna Bell
e9 | spliced/misattributed/absent | I am sorry that the village was flooded and that nobody was warned. | Kurt Vance
e10 | altered | Yes, of course. I will sign it again. | Kurt Vance
e11 | spliced/misattributed | Are you sorry that the village was flooded? Yes, of course. | Kurt Vance
e12 | altered!material | The dam is unsafe. Nobody will be moved. | Kurt Vance
e13 | altered!material | The dam is safe. Everybody will be moved. | Kurt Vance
e14 | unchecked | Yes | Kurt Vance
e15 | cleaned | Yes, of course. I would sign it again. | Kurt Vance
e16 | verbatim | I am proud of what they did.
""",
)

_cases(
    "speech",
    """Friends, we came here in the rain, and we stayed in the rain. The government took our school. The government took our clinic. The government will not take our river. I want to thank Dr. Ines Aguado, who drove all night from Santa Marta. She has been a doctor for 31 years and she has never once sent a bill to a poor family.

They told us the plant would bring 900 jobs. It brought 90. They told us the water would be clean by 2015. It is brown. So I say to the minister: come and drink it. Come and drink it in front of my children -- in front of our children. If you drink it, we will go home. If you do not, we will stay here until you do.

Some people say that we hate progress. We do not hate progress. We want progress that does not poison us. We, we want a road. We want, uh, we want electricity that stays on for more than six hours a day. And we want, above all, the truth about what is in the tanks. Is that too much to ask? I don't think so. Thank you very much.
""",
    """
v1 | verbatim | The government took our school. The government took our clinic. The government will not take our river.
a1 | altered!material | The government will take our river.
a2 | altered!material | The government took our school. The government took our clinic. The government will take our river.
s1 | spliced | The government took our school. The government will not take our river.
s2 | spliced | The government took our school and our clinic.
a3 | altered | The government took our schools. The government took our clinic.
a4 | altered!material | She has been a doctor for 30 years
a5 | altered!material | I want to thank Dr. Ines Delgado, who drove all night from Santa Marta.
a6 | altered!material | I want to thank Dr. Ines Aguado, who drove all night from Santa Maria.
v2 | verbatim | I want to thank Doctor Ines Aguado, who drove all night from Santa Marta.
a7 | altered | I want to thank Ines Aguado, who drove all night from Santa Marta.
a8 | altered!material | she has never sent a bill to a rich family
a9 | altered | she has never sent a bill to a poor family
s3 | altered/spliced!material | she has once sent a bill to a poor family
a10 | altered!material | They told us the plant would bring 900 jobs. It brought 900.
a11 | altered!material | They told us the plant would bring 9,000 jobs. It brought 90.
v3 | verbatim | They told us the plant would bring nine hundred jobs. It brought ninety.
a12 | altered | They told us the plant will bring 900 jobs.
a13 | altered!material | They told us the water would be clean by 2050. It is brown.
c1 | cleaned | Come and drink it in front of our children.
a14 | altered/spliced | If you drink it, we will stay here until you do.
a15 | altered!material | If you do, we will stay here until you do.
a16 | altered | We hate progress. We want progress that does not poison us.
a16b | altered!material | Some people say that we hate progress. We do hate progress.
a17 | altered!material | We want progress that does poison us.
c2 | cleaned | We want a road. We want electricity that stays on for more than six hours a day.
a18 | altered!material | electricity that stays on for less than six hours a day
a19 | altered!material | electricity that stays on for six hours a day
a20 | altered!material | electricity that stays on for more than six days a day
s4 | spliced/altered | And we want the truth about what is in the tanks.
v4 | verbatim | the truth about what is in the tanks
ctx | verbatim | we hate progress
v5 | verbatim | Come and drink it in front of my children – in front of our children.
v6 | cleaned | If you don't, we will stay here until you do.
s5 | spliced | So I say to the minister: come and drink it. If you drink it, we will go home.
ab1 | abridged | The government took our school. ... The government will not take our river.
ab2 | abridged!material | we came here in the rain ... Is that too much to ask?
ab3 | abridged | I want to thank Dr. Ines Aguado ... She has been a doctor for 31 years
ab4 | abridged | They told us the plant would bring 900 jobs. [...] They told us the water would be clean by 2015.
ab5 | abridged!material | she has ... once sent a bill to a poor family
ab6 | altered/spliced | If you ... drink it, we will stay here until you do.
abs1 | absent | The mine has poisoned every well between here and the coast, and nobody will say so.
abs2 | absent | The government took nothing from us that it did not pay for
abs3 | absent | We stayed because we had nowhere else to go
""",
)

_cases(
    "empty",
    "",
    """
e | unchecked | We closed it because two inspectors found a crack.
""",
)
_cases(
    "marks-only",
    "(MUSIC) [inaudible] (APPLAUSE)",
    """
e | unchecked/absent | We closed it because two inspectors found a crack.
""",
)

_cases(
    "panel",
    """MODERATOR: Let's begin with the hospital. Dr. Hassan, you first.

DR. LEILA HASSAN: Thank you, Jim. The hospital had a few beds left on Sunday. We had little time and a lot of patients. All but two of the nurses came in. I shot at the lock, I mean, I called at the gate, and nothing but silence. The doctors work as volunteers. I was so tired that I slept in my car. I'm not saying the minister lied. I am saying that he was told on October 7 and again on October 9.

JIM BURR: He says he only heard of it on the 12th.

DR. LEILA HASSAN: Well, he can say what he likes. I have the emails. He answered two of them. If he wants to sue me, he can sue me. I wouldn't trust him with a bus timetable, let alone a hospital.

MODERATOR: Strong words. Mr. Burr?

JIM BURR: It's not that we didn't care. We cared. But the money, which was promised in 2018, never came. Less than a fifth of it arrived. And I want to be clear: nobody died because of the lift. They died because the ambulances couldn't get through.

DR. LEILA HASSAN: Three people died in that lift, Jim. Three. Their names are Rosa Wills, Tom Adeyemi and Chen Li.

JIM BURR: I know their names. I went to the funerals. I was their neighbour for, what, twenty years? I was there when Tom's daughter was born. I do not need to be told.

MODERATOR: We'll take a break.

(COMMERCIAL BREAK)

MODERATOR: Welcome back. Before the break Dr. Hassan said that three people died in the lift. Mr. Burr, was that the fault of the trust?

JIM BURR: In part, yes. We should have replaced the cable. We could have, and we didn't. That's on us. But it is not true that we were warned five times. We were warned once.
""",
    """
p1 | altered | The hospital had few beds left on Sunday. | Leila Hassan
p2 | altered | We had a little time and a lot of patients. | Leila Hassan
p3 | altered | All two of the nurses came in. | Hassan
p4 | altered | I shot the lock, I mean, I called at the gate | Hassan
p5 | altered | I called at the gate, and nothing silence. The doctors work as volunteers. | Hassan
p6 | altered | The doctors work volunteers. I was so tired | Hassan
p7 | altered | I was tired that I slept in my car. | Hassan
p8 | altered!material | I'm saying the minister lied. | Hassan
p9 | verbatim | the minister lied | Hassan
p10 | verbatim | I'm not saying the minister lied. I am saying that he was told on 7 October and again on 9 October. | Hassan
p11 | altered!material | he was told on October 7 and again on October 19 | Hassan
p12 | spliced/altered | he was told on October 9 | Hassan
p13 | spliced/altered | I am saying that he was told on October 9. | Hassan
p14 | altered | He says he heard of it on the 12th. | Burr
p15 | altered | He says he only heard it on the 12th. | Burr
p16 | misattributed | He says he only heard of it on the 12th. | Hassan
p17 | verbatim | he can say what he likes. I have the emails. | Hassan
p18 | altered!material | He answered three of them. If he wants to sue me, he can sue me. | Hassan
p19 | altered!material | He answered none of them. If he wants to sue me, he can sue me. | Hassan
p20 | altered | He answered both of them. If he wants to sue me, he can sue me. | Hassan
p21 | altered!material | I would trust him with a bus timetable, let alone a hospital. | Hassan
p22 | verbatim | He wants to sue me, he can sue me. I wouldn't trust him | Hassan
p22b | altered/spliced | I have the emails. He answered two of them. He wants to sue me, he can sue me. | Hassan
p23 | altered | It's not that we did care. We cared. | Burr
p24 | altered | It's that we didn't care. We cared. | Burr
p25 | spliced | But the money never came. | Burr
p26 | altered!material | But the money, which was promised in 2018, came. | Burr
p27 | altered!material | More than a fifth of it arrived. | Burr
p28 | altered!material | Less than half of it arrived. | Burr
p29 | altered!material | somebody died because of the lift | Burr
p30 | altered!material | And I want to be clear: people died because of the lift. | Burr
p31 | altered!material | They died because the ambulances could get through. | Burr
p32 | misattributed | They died because the ambulances couldn't get through. | Hassan
p33 | altered!material | Their names are Rosa Wills, Tom Adeyemi and Chen Lu. | Hassan
p34 | altered!material | Their names are Rosa Mills, Tom Adeyemi and Chen Li. | Hassan
p35 | altered/spliced | Their names are Rosa Wills and Chen Li. | Hassan
p36 | cleaned | Their names are Rosa Wills, Tom Adeyemi, Chen Li. | Hassan
p37 | spliced/altered | Their names are Chen Li, Rosa Wills and Tom Adeyemi. | Hassan
p38 | altered | I was their neighbor for twenty years. | Burr
p39 | verbatim | I was their neighbour for, what, 20 years? | Burr
p40 | altered!material | I was their neighbour for, what, 12 years? | Burr
p41 | altered | I was there when Tom's son was born. | Burr
p42 | altered!material | I was there when Rosa's daughter was born. | Burr
p43 | altered!material | I do need to be told. | Burr
p44 | altered/spliced | I don't want to be told. I went to the funerals. | Burr
p45 | spliced!material | I know their names. I do not need to be told. In part, yes. | Burr
p46 | altered | We could have replaced the cable. We could have, and we didn't. | Burr
p47 | altered | We would have replaced the cable. | Burr
p48 | altered!material | We could have, and we did. That's on us. | Burr
p49 | altered!material | it is true that we were warned five times | Burr
p50 | verbatim | we were warned five times | Burr
p51 | altered/absent!material | We were warned twice. That's on us. | Burr
p52 | altered!material | We were warned five times. We were warned twice. | Burr
p53 | spliced/altered | We were warned five times. That's on us. | Burr
p54 | verbatim | three people died in the lift | Moderator
p55 | misattributed/verbatim | three people died in the lift | Leila Hassan
p56 | misattributed | Three people died in that lift, Jim. | Jim Burr
p57 | abridged!material | Three people died in that lift ... We should have replaced the cable. | Leila Hassan
p58 | abridged | In part, yes. ... We were warned once. | Burr
p59 | spliced | We should have replaced the cable. We could have, and we didn't. We were warned once. | Burr
p60 | altered!material | In part, no. We should have replaced the cable. | Burr
p61 | altered | In full, yes. We should have replaced the cable. | Burr
p62 | abridged | [The trust] should have replaced the cable. | Burr
p63 | abridged | We should have replaced [it]. We could have, and we didn't. | Burr
p64 | altered!material | We should have replaced the cable [in 2012]. | Burr
p65 | verbatim | We should have replaced the cable [of the lift]. | Burr
p66 | absent | We were never told about the cable by anybody at the trust | Burr
p67 | absent | The minister resigned on Sunday after he had read the emails. | Hassan
p68 | altered/absent/spliced | The minister lied on October 7 and again on October 9. | Hassan
p69 | cleaned/unchecked | That is on us. | Burr
p70 | altered | That's on me. But it is not true that we were warned five times. | Burr
p71 | verbatim | "nobody died because of the lift" | Burr
p72 | verbatim | nobody died because of the lift | Jim Burr
p73 | altered | nobody died because of the lift. They died because of the ambulances. | Burr
p74 | altered | I wouldn't trust her with a bus timetable | Hassan
p75 | altered | I wouldn't trust him with a train timetable | Hassan
p76 | altered/spliced | Three people died in that lift, Tom. | Hassan
p77 | altered | Four people died in that lift, Jim. | Hassan
""",
)

_cases(
    "memo",
    """The board met on Tuesday (the chair was not present) and agreed that the sale (which will end in May) should go ahead. It noted that the price had fallen from £14m to £11.5m, i.e. by about 18%. Ms Grant asked whether staff had been consulted. "They have not," said Mr Pole. The board will not publish the report; it may, however, publish a summary. No payment shall be made before 1 July. Between 2010 and 2015 the firm paid 3-4 per cent; it now pays 0.5 per cent. The vote was 7-2. The firm's debts are £1,250,000. Temperatures reached -5C. See section 4.2 and appendix B.
""",
    """
m1 | spliced | The board met on Tuesday and agreed that the sale should go ahead.
m2 | spliced/altered | agreed that the sale should go ahead
m3 | altered!material | the price had fallen from £11.5m to £14m
m4 | altered!material | the price had risen from £14m to £11.5m
m5 | verbatim | the price had fallen from £14 million to £11.5 million
m6 | altered!material | the price had fallen from £14m to £11m
m7 | altered!material | the price had fallen from $14m to $11.5m
m8 | altered!material | The board will publish the report; it may, however, publish a summary.
m9 | cleaned | The board won't publish the report; it may, however, publish a summary.
m10 | altered | The board will not publish the report; it will, however, publish a summary.
m11 | altered | No payment should be made before 1 July.
m12 | altered!material | No payment shall be made after 1 July.
m13 | altered!material | No payment shall be made before 1 June.
m14 | verbatim | No payment shall be made before July 1.
m15 | altered!material | Between 2010 and 2016 the firm paid 3-4 per cent
m16 | altered!material | the firm paid 34 per cent
m17 | verbatim | the firm paid three to four per cent; it now pays 0.5 per cent
m18 | altered!material | it now pays 5 per cent. The vote was 7-2.
m19 | altered!material | it now pays 0.05 per cent
m20 | altered!material | The vote was 2-7. The firm's debts are £1,250,000.
m21 | verbatim | The firm's debts are £1.25 million.
m22 | altered!material | The firm's debts are £1,250.
m23 | altered!material | The firm's debts are £12,500,000.
m24 | altered | Temperatures reached 5C. See section 4.2
m25 | altered!material | See section 42 and appendix B.
m26 | altered!material | a payment shall be made before 1 July
m27 | altered/absent!material | it now pays half a per cent more than it did
m28 | verbatim/altered/absent | it now pays half a per cent
""",
)

_cases(
    "doubled",
    """so the first thing
so the first thing the first thing i want to say
the first thing i want to say is that
is that we do not have
we do not have the money
the money to pay them
to pay them and we never will
and we never will
""",
    """
d1 | verbatim/cleaned | we do not have the money to pay them and we never will
d2 | cleaned | So the first thing I want to say is that we do not have the money to pay them, and we never will.
d3 | altered!material | we do have the money to pay them
d4 | altered!material | we do not have the money to pay them and we will
d5 | altered | we do not have the money to help them
d6 | cleaned | We don't have the money to pay them.
""",
)

_cases(
    "radio",
    """HOST: Good morning. Senator, your opponents say you sold them out.

SENATOR VALE: I sold nothing to anyone. I did what I said I would do. The bill does not cut pensions, or it does not cut them for anyone over 60. I could have voted against it. I should have read it twice. We are not, and have never been, a party of the rich. They want to go back, back to the old days. You know what I think? I think he's a liar, and I can prove it. He said, quote, I will never raise your taxes, unquote, and then he raised them.

HOST: Would you call him corrupt?

SENATOR VALE: I would call him careless. I'd call him, well, forgetful. Look, I like him. I really, really like him. He's been good to me. He's not been good to you. Everyone but me voted yes. I alone said no. That was the last time that we spoke.

HOST: One listener writes: the senator is the worst we ever had.

SENATOR VALE: That listener is entitled to that. I won by two votes, 51 to 49, and I lost by three in 2011. It's either this or war. We can neither stay nor leave. I, too, have sons. My sons, too, will go. The men in the back can't hear me. The women can.
""",
    """
r1 | altered | I did what I said I should do. | Vale
r2 | altered!material | The bill does cut pensions, or it does not cut them for anyone over 60. | Vale
r3 | altered!material | The bill does not cut pensions, or it does not cut them for anyone under 60. | Vale
r4 | spliced/altered | The bill does not cut pensions for anyone over 60. | Vale
r5 | altered!material | I could have voted for it. | Vale
r5b | altered!material | I could have voted for it. I should have read it twice. | Vale
r6 | altered | I have read it twice. We are not, and have never been, a party of the rich. | Vale
r7 | altered!material | We are, and have never been, a party of the rich. | Vale
r8 | spliced/altered | We are not a party of the rich. | Vale
r9 | altered!material | We are, and have been, a party of the rich. | Vale
r10 | altered!material | We are not, and have never been, a party of the poor. | Vale
r11 | cleaned | They want to go back to the old days. | Vale
r12 | altered/verbatim | I think he's a liar, and I can prove it. | Vale
r13 | altered!material | He's a liar, and I can't prove it. | Vale
r14 | verbatim/misattributed | I will never raise your taxes | Vale
r15 | altered!material | I will raise your taxes | Vale
r16 | misattributed | Would you call him corrupt? | Vale
r17 | altered/spliced/misattributed!material | I would call him corrupt. | Vale
r18 | cleaned | I'd call him forgetful. Look, I like him. | Vale
r19 | altered/spliced | I like him. I like him. He's been good to me. | Vale
r20 | altered | I really like him. He's been good to me. | Vale
r21 | altered!material | He's been good to me. He's been good to you. | Vale
r22 | altered | Everyone voted yes. I alone said no. | Vale
r23 | altered/spliced | Everyone and me voted yes. I alone said no. | Vale
r24 | altered | I said no. That was the last time that we spoke. | Vale
r24b | altered/spliced | Everyone but me voted yes. I said no. That was the last time that we spoke. | Vale
r25 | cleaned | That was the last time we spoke. | Vale
r26 | altered!material | That was the first time that we spoke. | Vale
r27 | misattributed/absent | the senator is the worst we ever had | Vale
r28 | altered!material | I won by three votes, 51 to 49 | Vale
r29 | altered/absent!material | I won by two votes, 49 to 51 | Vale
r30 | altered!material | I lost by two votes, 51 to 49 | Vale
r31 | altered!material | I won by two votes, 51 to 49, and I lost by three in 2001. | Vale
r32 | altered | It's this or war. We can neither stay nor leave. | Vale
r33 | altered | It's either this and war. | Vale
r34 | altered!material | We can either stay or leave. | Vale
r35 | altered!material | We can stay or leave. | Vale
r36 | altered | I have sons. My sons, too, will go. | Vale
r37 | altered | My sons will go. | Vale
r38 | altered!material | The men in the back can hear me. The women can. | Vale
r39 | altered!material | The men in the back can't hear me. The women can't. | Vale
r40 | altered/spliced | The women in the back can't hear me. | Vale
r41 | altered/spliced | They said I sold nothing to anyone. | Vale
r42 | altered!material | I sold something to anyone. I did what I said I would do. | Vale
r43 | altered | I sold nothing to no one. I did what I said I would do. | Vale
r44 | altered | He sold nothing to anyone. I did what I said I would do. | Vale
r45 | verbatim | “I sold nothing to anyone,” “I did what I said I would do.” | Vale
r46 | abridged | I could have voted against it ... We are not, and have never been, a party of the rich. | Vale
r47 | spliced | I could have voted against it. We are not, and have never been, a party of the rich. | Vale
r48 | altered!material | He's [not] a liar, and I can prove it. | Vale
r49 | abridged | I think [my opponent is] a liar, and I can prove it. | Vale
r50 | spliced/misattributed | Would you call him corrupt? I would call him careless. | Vale
""",
)

_cases(
    "valley",
    """I don't think that the levy is fair. They say that regulation kills jobs, and it remind me of my father. This village will never forgive them. He and I have no quarrel. There's many who agree. We ain't done. I told them to go and not to wait. I told them not to go. What the council did was legal but not right. He can't not know. I was born here and so was she. You and your brother lied to me. The bill was not only late, it was wrong. It was unlike him not to call.
""",
    """
w1 | altered!material | I think that the levy is not fair.
w2 | altered!material | I think that the levy is fair.
w3 | cleaned | I do not think the levy is fair.
w4 | altered | I don't think that the levy is unfair.
w5 | altered | They say that regulations kills jobs, and it remind me of my father.
w6 | altered | They say that regulation killed jobs
w7 | cleaned | They say that regulation kills jobs, and it reminds me of my father.
w8 | altered | This villages will never forgive them.
w9 | altered!material | This village will forgive them. He and I have no quarrel.
w10 | altered | He and she have no quarrel. There's many who agree.
w11 | cleaned | This village will never forgive them. He and I have no quarrel. There are many who agree.
w12 | altered!material | There's many who disagree. We ain't done.
w13 | altered/cleaned | He and I have no quarrel. There's many who agree. We aren't done.
w14 | altered!material | I told them not to go and to wait.
w15 | altered/spliced!material | I told them to go. What the council did was legal but not right.
w16 | altered!material | What the council did was legal and right.
w17 | altered!material | What the council did was not legal but right.
w18 | altered!material | He can not know. I was born here and so was she.
w19 | altered | I was born here and so was he.
w20 | altered | You and your brother lied to us.
w21 | altered!material | The bill was only late, it was wrong.
w22 | altered!material | The bill was not late, it was wrong.
w23 | altered!material | It was like him not to call.
w24 | altered!material | It was unlike him to call.
w25 | altered!material | What the council did was illegal but not right.
""",
)
