"""Which language a text is in: English without asking, others by name, nothing where it is not sure."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sayso.ingest import language
from sayso.ingest.language import LEAST_LETTERS, language_of

# One and the same two sentences of ours, by language.
SENTENCES = {
    "en": "The mayor said on Monday that he knew nothing of the contract and that he was sorry. The police are still looking into it.",
    "de": "Der Bürgermeister sagte am Montag, er habe von dem Vertrag nichts gewusst, und bat um Entschuldigung.",
    "fr": "Le maire a déclaré lundi qu'il ne savait rien du contrat et a présenté ses excuses. La police enquête toujours.",
    "es": "El alcalde dijo el lunes que no sabía nada del contrato y pidió disculpas. La policía sigue investigando lo que ha ocurrido.",
    "pt": "O prefeito disse na segunda-feira que não sabia nada do contrato e pediu desculpas. A polícia ainda está investigando o caso.",
    "it": "Il sindaco ha detto lunedì di non sapere nulla del contratto e ha chiesto scusa. La polizia sta ancora indagando sul caso.",
    "nl": "De burgemeester zei maandag dat hij niets wist van het contract en bood zijn excuses aan. De politie onderzoekt het nog.",
    "sv": "Borgmästaren sade på måndagen att han inte kände till avtalet och bad om ursäkt. Polisen utreder fortfarande det som hände.",
    "af": "Die burgemeester het Maandag gesê hy het niks van die kontrak geweet nie en het om verskoning gevra.",
    "cy": "Dywedodd y maer ddydd Llun nad oedd yn gwybod dim am y cytundeb ac ymddiheurodd. Mae'r heddlu yn dal i ymchwilio.",
    "ga": "Dúirt an méara Dé Luain nach raibh aon rud ar eolas aige faoin gconradh agus ghabh sé leithscéal. Tá na gardaí á fhiosrú fós.",
    "zu": "Imeya ithe ngoMsombuluko ayazi lutho ngesivumelwano futhi yaxolisa kubahlali bedolobha. Amaphoyisa asaphenya ngalolu daba.",
    "sw": "Meya alisema Jumatatu kwamba hakujua chochote kuhusu mkataba huo na akaomba radhi kwa wakazi. Polisi bado wanachunguza.",
    "tr": "Belediye başkanı pazartesi günü sözleşme hakkında hiçbir şey bilmediğini söyledi ve özür diledi. Polis olayı hâlâ araştırıyor.",
    "ru": "Мэр заявил в понедельник, что ничего не знал о договоре, и принес извинения жителям города. Полиция продолжает расследование.",
    "ar": "قال رئيس البلدية يوم الاثنين إنه لم يكن يعلم شيئا عن العقد واعتذر لسكان المدينة. وقالت الشرطة إن التحقيق ما زال جاريا.",
    "fa": "شهردار روز دوشنبه گفت که از قرارداد چیزی نمی‌دانست و از مردم شهر عذرخواهی کرد. پلیس گفت که تحقیقات ادامه دارد.",
    "hi": "महापौर ने सोमवार को कहा कि उन्हें अनुबंध के बारे में कुछ नहीं पता था और उन्होंने नागरिकों से माफी मांगी। पुलिस अभी जांच कर रही है।",
    "zh": "市长星期一表示，他对合同一无所知，并向市民道歉。警方说，案件仍在调查之中，检察官将在下月决定是否起诉。公司发言人拒绝置评。",
    "ja": "市長は月曜日、契約については何も知らなかったと述べ、市民に謝罪した。警察によると、捜査はまだ続いており、検察が来月判断する。",
    "ko": "시장은 월요일 계약에 대해 아무것도 몰랐다고 말하며 시민들에게 사과했다. 경찰은 수사가 아직 진행 중이라고 밝혔다.",
}


@pytest.mark.parametrize("code", [code for code in SENTENCES if code != "zu"])
@pytest.mark.parametrize("times", [1, 60], ids=["short", "long"])
def test_a_language_is_known_by_two_sentences_and_by_an_article(code: str, times: int) -> None:
    assert language_of((SENTENCES[code] + "\n") * times) == code


@pytest.mark.parametrize("times", [1, 60], ids=["short", "long"])
def test_languages_too_close_to_be_told_apart_are_at_least_not_taken_for_english(times: int) -> None:
    assert language_of((SENTENCES["zu"] + "\n") * times) in ("zu", "xh", None)


@pytest.mark.parametrize(
    "text",
    [
        *("", " \n", "OK", "Trump", "LONDON", "1234 5678" * 100, "😀" * 1_000, "!" * 1_000, "x" * 1_000, "http://a.example/1 " * 100),
        *("Mayor denies fraud", "Dem senators slam Ratcliffe's nomination for intel chief", "Paris Hilton, Versace, Milano, Cannes"),
        *("“Ja.”", "�" * 1_000, "a" * LEAST_LETTERS, "\u0301" * 10_000),
    ],
)
def test_nothing_is_said_where_it_is_not_sure(text: str) -> None:
    assert language_of(text) is None


def test_an_english_article_that_quotes_much_of_another_language_is_english() -> None:
    assert language_of(SENTENCES["en"] * 4 + "\nHe said: “" + SENTENCES["fr"] + "”\n" + SENTENCES["en"] * 4) == "en"


def test_an_article_with_an_english_beginning_and_end_is_not() -> None:
    menu = "Home News Sport Subscribe to the newsletter and share this with friends of the site. "
    assert language_of(menu * 3 + SENTENCES["de"] * 40 + menu * 3) == "de"


def test_capitals_do_not_matter() -> None:
    assert language_of((SENTENCES["en"] * 4).upper()) == "en"
    assert language_of((SENTENCES["de"] * 4).upper()) == "de"


def test_a_long_text_costs_no_more_than_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(
        language, "_identifier", lambda: type("Counts", (), {"classify": lambda _, text: seen.append(len(text)) or ("de", 1.0)})()
    )
    assert language_of("wort " * 2_000_000) == "de"
    assert seen == [3 * language.PIECE + 2]


def test_english_loads_no_library() -> None:
    code = (
        f"import sys; from sayso.ingest.language import language_of as of; assert of({SENTENCES['en'] * 4!r}) == 'en'; print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "py3langid" not in loaded
    assert "numpy" not in loaded
