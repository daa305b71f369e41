"""Passwords are kept as argon2id and nothing else."""

from studio_app.adapters.passwords import hash_password, verify_password


class TestHashPassword:
    def test_is_argon2id_with_a_fresh_salt(self) -> None:
        first, second = hash_password("correct horse battery"), hash_password("correct horse battery")
        assert first.startswith("$argon2id$")
        assert first != second

    def test_is_slow_on_purpose(self) -> None:
        cost = dict(part.split("=") for part in hash_password("correct horse battery").split("$")[3].split(","))
        assert int(cost["m"]) >= 19 * 1024  # KiB, with two passes: OWASP's least for argon2id
        assert int(cost["t"]) >= 2


class TestVerifyPassword:
    def test_takes_the_right_one_only(self) -> None:
        stored = hash_password("correct horse battery")
        assert verify_password("correct horse battery", stored)
        assert not verify_password("correct horse batterz", stored)

    def test_refuses_nobody_s_password(self) -> None:
        assert not verify_password("nobody has this password", None)
