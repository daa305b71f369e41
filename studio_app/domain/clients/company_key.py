"""Company names in a form in which two spellings of one name come out alike, and how alike two of them are."""

import re
import unicodedata

MAX_KEY_LENGTH = 120
EDGE = 4
"""Letters in which two keys must agree, at the beginning or at the end, to be compared at all."""

_SHORT = 5  # words shorter than this must be equal: one letter makes another company of them
_LONG = 9  # words from this length may differ in two letters

_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"
_ITS_LATIN = "a b v g d e e zh z i i k l m n o p r s t u f h ts ch sh sh _ i _ e iu ia i i e g"  # _: not heard
_LATIN = dict(zip(_CYRILLIC, _ITS_LATIN.split(), strict=True))
# spellings by which Russian names are written in Latin letters, and English sounds that come back from it
_FOLDS = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("cz", "ts"), ("tz", "ts"),
    ("yu", "iu"), ("ju", "iu"), ("ya", "ia"), ("ja", "ia"), ("yo", "e"), ("jo", "e"), ("ye", "e"), ("iy", "i"),
    ("yi", "i"), ("ij", "i"), ("x", "ks"), ("w", "v"), ("qu", "kv"), ("y", "i"), ("j", "i"),
)  # fmt: skip
# written as they are compared: и for й
_FORM_WORDS = (
    "ооо оао зао пао ао ип нко ано чоу гуп муп мкк тоо чп фоп тд тк гк "
    "llc ltd inc corp gmbh plc sarl srl bv ag sa oy ab as co jsc ojsc cjsc pjsc ooo oao zao pao ao ip "
    "общество ограниченнои ответственностью акционерное публичное закрытое открытое индивидуальныи "
    "предприниматель компания фирма группа холдинг корпорация предприятие торговыи "
    "company firm group holding corporation limited incorporated the and и с i"
)
_FORMS = frozenset(_FORM_WORDS.split())
_WORD = re.compile(r"[^\W_]+")
_QUIET = re.compile(r"([^\W\d])\1+")  # a letter written twice is heard once; a digit is another number
_NOT_DIGITS = re.compile(r"\D+")


def company_key(name: str) -> str:
    """The words that tell a company from others, in Latin letters and alphabetical order; empty when none is left.

    Legal forms, quotes, case, the order of words and the alphabet do not count: «ООО "Северный чай"»
    and "Severny Chai LLC" give the same.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().replace("й", "и").replace("ё", "е").replace("№", " "))
    words = _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))
    kept = [word for word in words if word not in _FORMS] or words
    return " ".join(sorted(filter(None, (_folded(word) for word in kept))))[:MAX_KEY_LENGTH].strip()


def name_keys(name: str) -> dict[str, str]:
    """What a client's row keeps of its name to be found by: the key, and the key backwards."""
    key = company_key(name)
    return {"name_key": key, "name_tail": key[::-1]}


def likeness(left: str, right: str) -> int:
    """How alike two keys are, in percent; 0 where they are taken for two companies.

    Every word has its like, but for a slip of the pen, which a number never is: whole keys compared letter by
    letter would take "Верный чай" for "Северный чай", and "Студия 24" for "Студия 42".
    """
    if not left or not right:
        return 0
    if left == right:
        return 100
    from rapidfuzz import fuzz  # noqa: PLC0415  a start has no use for it

    return int(fuzz.ratio(left, right)) if _same_words(left.split(), right.split()) else 0


def _same_words(left: list[str], right: list[str]) -> bool:
    if len(left) != len(right):
        return False
    rest = list(right)
    for word in left:
        twin = next((other for other in rest if _slip(word, other)), None)
        if twin is None:
            return False
        rest.remove(twin)
    return True


def _slip(left: str, right: str) -> bool:
    if _NOT_DIGITS.sub("", left) != _NOT_DIGITS.sub("", right):
        return False
    from rapidfuzz.distance import OSA  # noqa: PLC0415  as above

    shorter = min(len(left), len(right))
    allowed = 0 if shorter < _SHORT else 1 if shorter < _LONG else 2
    return OSA.distance(left, right, score_cutoff=allowed) <= allowed


def _folded(word: str) -> str:
    latin = "".join(_LATIN.get(char, char) for char in word).replace("_", "")
    for spelling, fold in _FOLDS:
        latin = latin.replace(spelling, fold)
    return _QUIET.sub(r"\1", latin)
