"""The hard cases of declension, by hand from Russian grammar."""

import subprocess
import sys

import pytest

from studio_app.adapters.texts.names import genitive_name, genitive_post, short_name

HARD = [
    ("Иванов Иван Иванович", "Иванова Ивана Ивановича"),
    ("Черных Пётр Ильич", "Черных Петра Ильича"),
    ("Черных Анна Петровна", "Черных Анны Петровны"),
    ("Дурново Сергей Николаевич", "Дурново Сергея Николаевича"),
    ("Салтыков-Щедрин Михаил Евграфович", "Салтыкова-Щедрина Михаила Евграфовича"),
    ("Римская-Корсакова Ольга Павловна", "Римской-Корсаковой Ольги Павловны"),
    ("Бонч-Бруевич Владимир Дмитриевич", "Бонч-Бруевича Владимира Дмитриевича"),
    ("Алиев Рашид Тимур оглы", "Алиева Рашида Тимур оглы"),
    ("Алиева Лейла Тимур кызы", "Алиевой Лейлы Тимур кызы"),
    ("Шевченко Тарас Григорьевич", "Шевченко Тараса Григорьевича"),
    ("Ким Виктор Сергеевич", "Кима Виктора Сергеевича"),
    ("Ким Ирина Викторовна", "Ким Ирины Викторовны"),
    ("Коваль Инна Олеговна", "Коваль Инны Олеговны"),
    ("Воробей Павел Ильич", "Воробья Павла Ильича"),
    ("Мартынюк Любовь Ивановна", "Мартынюк Любови Ивановны"),
    ("Окуджава Булат Шалвович", "Окуджавы Булата Шалвовича"),
    ("Дюма Александр Иванович", "Дюма Александра Ивановича"),
    ("Петрова Анна", "Петровой Анны"),
    ("Пётр Черных", "Черных Петра"),
    ("Пётр Ильич Черных", "Черных Петра Ильича"),
]

POSTS = [
    ("Генеральный директор", "генерального директора"),
    ("Директор-распорядитель", "директора-распорядителя"),
    ("Исполняющий обязанности генерального директора", "исполняющего обязанности генерального директора"),
    ("Заместитель генерального директора по развитию", "заместителя генерального директора по развитию"),
    ("Председатель правления", "председателя правления"),
    ("Управляющий партнёр", "управляющего партнёра"),
    ("Управляющий", "управляющего"),
    ("Заведующая", "заведующей"),
    ("Глава крестьянского хозяйства", "главы крестьянского хозяйства"),
    ("CEO", "CEO"),
]


class TestGenitiveName:
    @pytest.mark.parametrize(("name", "expected"), HARD)
    def test_declines_a_hard_name(self, name: str, expected: str) -> None:
        assert genitive_name(name) == expected

    @pytest.mark.parametrize("name", ["", "John Smith", "Иванов И. И.", "Müller Hans"])
    def test_leaves_alone_what_it_cannot_know(self, name: str) -> None:
        assert genitive_name(name) == name


class TestGenitivePost:
    @pytest.mark.parametrize(("post", "expected"), POSTS)
    def test_declines_up_to_the_head_noun(self, post: str, expected: str) -> None:
        assert genitive_post(post) == expected


class TestShortName:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Иванов Иван Иванович", "Иванов И. И."),
            ("Петрова Анна", "Петрова А."),
            ("Анна Петрова", "Петрова А."),
            ("Алиев Рашид Тимур оглы", "Алиев Р. Т."),
            ("Шарль Анна-Мария Петровна", "Шарль А.-М. П."),
            ("John Ronald Tolkien", "J. R. Tolkien"),
            ("Иванов И. И.", "Иванов И. И."),
            ("Мадонна", "Мадонна"),
        ],
    )
    def test_keeps_the_surname_and_initials(self, name: str, expected: str) -> None:
        assert short_name(name).replace("\u00a0", " ") == expected


class TestImport:
    def test_does_not_load_the_dictionary(self) -> None:
        code = "import sys, studio_app.adapters.texts.names; sys.exit('pymorphy3' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
