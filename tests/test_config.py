"""The settings: what is refused at start."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from studio_app.adapters.secret_key import KEY_FILE
from studio_app.cli.main import main
from studio_app.config import Settings

KEY = "Zk3u9Qp_7vXw2Lr8Ty4Hn6Jm1Bc5Gd0Fs"


class TestSecretKey:
    @pytest.mark.parametrize("production", [False, True])
    @pytest.mark.parametrize("key", ["x", "s3cret", "x" * 64, "changeme" * 8])
    def test_refuses_a_weak_one(self, key: str, production: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("STUDIO_SECRET_KEY", key)
        with pytest.raises(ValidationError, match="STUDIO_SECRET_KEY is too"):
            Settings(production=production, payment_provider="none", public_url="https://studio.example")

    def test_takes_a_strong_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("STUDIO_SECRET_KEY", KEY)
        assert Settings().key == KEY.encode()

    def test_is_asked_for_in_production(self) -> None:
        with pytest.raises(ValidationError, match="STUDIO_SECRET_KEY must be set"):
            Settings(production=True, payment_provider="none", public_url="https://studio.example")

    def test_in_a_damaged_file_is_one_sentence_and_an_exit(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path))
        (tmp_path / KEY_FILE).touch()
        assert main(["init"]) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"{tmp_path / KEY_FILE} is empty. Put the file back")
        assert said.count("\n") == 1
        assert not (tmp_path / "studio.db").exists()

    def test_in_a_weak_variable_is_one_sentence_and_an_exit(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("STUDIO_SECRET_KEY", "x")
        assert main(["init"]) == 2
        said = capsys.readouterr().err
        assert said.startswith("settings: STUDIO_SECRET_KEY is too short: 1 bytes")
        assert said.count("\n") == 1


def refusal(**values: object) -> str:
    """What is said about these settings; empty when they are good."""
    try:
        Settings(**values)
    except ValidationError as error:
        return error.errors()[0]["msg"]
    return ""


SITES = (
    *("https://studio.example", "https://studio.example/", "http://127.0.0.1:8000", "http://[::1]:8000"),
    *("http://localhost:8000", "https://студия.рф", "https://xn--d1aqf.xn--p1ai", "http://studio_app"),
)
NO_SITES = (
    *("studio.example", "//studio.example", "ftp://studio.example", "javascript:alert(1)", "https://", "https:///"),
    *("https://a.example/app", "https://a.example?a", "https://a.example#a", "https://a:b@c.example"),
    *("https://a@c.example", "https://a b.example", "https://a.example:port", "https://a.example:99999"),
    *("https://a.example\nBcc: x", "https://[::1", "https://a.example/?", "https://a.example//", "https://a\\b"),
    *(" https://a.example", "https://a.example:0", "https://<b>.example", 'https://a".example'),
)


class TestPublicUrl:
    @pytest.mark.parametrize("url", SITES)
    def test_is_the_address_of_a_site(self, url: str) -> None:
        assert refusal(public_url=url) == ""
        assert Settings(public_url=url).url == url.rstrip("/")

    @pytest.mark.parametrize("url", NO_SITES)
    def test_is_nothing_else(self, url: str) -> None:
        assert "STUDIO_PUBLIC_URL" in refusal(public_url=url)


class TestTrustedProxy:
    @pytest.mark.parametrize("proxies", ["10.0.0.1", "10.0.0.0/8, ::1", "fd00::/8", ""])
    def test_is_ours(self, proxies: str) -> None:
        assert refusal(trusted_proxy=proxies) == ""

    @pytest.mark.parametrize("proxies", ["0.0.0.0/0", "::/0", "10.0.0.1,0.0.0.0/0", "1.2.3.4/0", "0::0/0"])
    def test_is_not_everybody(self, proxies: str) -> None:
        assert "is everybody" in refusal(trusted_proxy=proxies)

    @pytest.mark.parametrize("proxies", ["proxy.example", "10.0.0.1/99", "*"])
    def test_is_an_address(self, proxies: str) -> None:
        assert "no address and no network" in refusal(trusted_proxy=proxies)


class TestSmtp:
    @pytest.mark.parametrize("host", ["127.0.0.1", "::1", "[::1]", "localhost", "127.8.8.8"])
    def test_may_be_plain_on_this_machine(self, host: str) -> None:
        assert refusal(smtp_host=host, smtp_tls="none", mail_from="a@b.example") == ""

    @pytest.mark.parametrize("host", ["mail.example", "10.0.0.7", "localhost.evil.example", "0.0.0.0"])
    def test_is_encrypted_beyond_it(self, host: str) -> None:
        assert "STUDIO_SMTP_TLS=none" in refusal(smtp_host=host, smtp_tls="none", mail_from="a@b.example")
        assert refusal(smtp_host=host, smtp_tls="tls", mail_from="a@b.example") == ""

    def test_is_plain_where_the_owner_says_so(self) -> None:
        assert refusal(smtp_host="mail", smtp_tls="none", smtp_plain=True, mail_from="a@b.example") == ""
