"""Signatures, addresses, credentials, waiting times and texts."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.addresses import ForbiddenAddress, check_addresses, is_public
from streams.alerts import Receiver
from streams.credentials import credential
from streams.delivery import MissingCredential, UnusableReceiver, sender_of
from streams.delivery.backoff import LONGEST_SECONDS, wait_seconds
from streams.delivery.message import SHOWN, subject, text, without_items
from streams.delivery.signing import signed_headers, signing_keys
from streams.delivery.webhook import Webhook
from tests.streams.delivery.conftest import notification

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "whsec_" + b64encode(b"s" * 24).decode()


class TestSigning:
    """Standard Webhooks."""

    def test_the_example_of_the_convention(self) -> None:
        """The signature is that of its libraries for this secret, id, time and body."""
        keys = signing_keys("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        headers = signed_headers(b'{"test": 2432232314}', "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, keys)
        assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    def test_two_secrets_give_two_signatures(self) -> None:
        """While a secret is replaced a receiver may know either."""
        keys = signing_keys(f"{SECRET} {SECRET}")
        assert signed_headers(b"", "m", 1, keys)["webhook-signature"].count("v1,") == 2

    def test_no_secret_gives_no_signature(self) -> None:
        """Id and time are there all the same."""
        assert set(signed_headers(b"", "m", 1, ())) == {"webhook-id", "webhook-timestamp"}

    @pytest.mark.parametrize(("length", "message"), [(23, "at least 24 bytes"), (24, None)])
    def test_a_short_secret_is_refused(self, length: int, message: str | None) -> None:
        """The convention asks for 24 bytes."""
        secret = b64encode(b"s" * length).decode()
        if message is None:
            assert signing_keys(secret) == (b"s" * length,)
        else:
            with pytest.raises(ValueError, match=message):
                signing_keys(secret)

    @pytest.mark.parametrize("secret", ["", "  ", "whsec_", "not base64!", "whsec_Ünicode"])
    def test_what_is_no_secret_is_refused(self, secret: str) -> None:
        """The message does not repeat it."""
        with pytest.raises(ValueError, match="signing secret") as caught:
            signing_keys(secret)
        assert "Ünicode" not in str(caught.value)


class TestAddresses:
    """Which addresses are of the public internet."""

    @pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::1"])
    def test_public(self, address: str) -> None:
        """Also with a public IPv4 address inside."""
        assert is_public(address)

    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",  # noqa: S104
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1%eth0",
            "fd00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::1",
            "2001:0:7f00:1::",
            "no address",
            "",
        ],
    )
    def test_private(self, address: str) -> None:
        """Loopback, private, link-local (where clouds keep credentials), multicast, and all of these inside IPv6."""
        assert not is_public(address)

    def test_one_private_address_is_enough(self) -> None:
        """Which of the addresses is connected to is left to chance."""
        check_addresses(["8.8.8.8", "8.8.4.4"])
        with pytest.raises(ForbiddenAddress):
            check_addresses(["8.8.8.8", "10.0.0.1"])


class TestCredentials:
    """Values from variables or files."""

    def test_from_a_variable_or_a_file(self, tmp_path: Path) -> None:
        """The variable is the stronger; the end of the file's last line is not part of it."""
        file = tmp_path / "secret"
        file.write_text("from-file\n")
        assert credential("HOOK", {"HOOK_FILE": str(file)}) == "from-file"
        assert credential("HOOK", {"HOOK_FILE": str(file), "HOOK": "direct"}) == "direct"

    def test_a_missing_one_is_named(self, tmp_path: Path) -> None:
        """The message names the variable and no value."""
        with pytest.raises(MissingCredential, match="neither HOOK nor HOOK_FILE is set"):
            credential("HOOK", {})
        with pytest.raises(MissingCredential, match="HOOK_FILE names can't be read"):
            credential("HOOK", {"HOOK_FILE": str(tmp_path / "none")})


class TestSenders:
    """A receiver with its address and secret."""

    def test_a_webhook(self) -> None:
        """Address and secret come from variables."""
        receiver = Receiver(url_env="URL", secret_env="SECRET", allow_private=True)  # noqa: S106
        sender = sender_of("desk", receiver, {"URL": "https://desk.example/x", "SECRET": SECRET})
        assert sender == Webhook(url="https://desk.example/x", keys=(b"s" * 24,), allow_private=True, seconds=10.0)

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"url_env": "NONE"}, "receiver desk: neither NONE nor NONE_FILE is set"),
            ({"url": "ftp://desk.example"}, "receiver desk: the address of a webhook begins with https://"),
            ({"url": "https://"}, "receiver desk: the address of a webhook begins with https://"),
            (
                {"url": "https://desk.example", "secret_env": "BAD"},
                "receiver desk: a signing secret is whsec_ and base64",
            ),
            ({"url": "nonsense-that-is-secret", "type": "apprise"}, "receiver desk: Apprise knows no service"),
        ],
    )
    def test_an_unusable_receiver_is_named(self, fields: dict[str, Any], message: str) -> None:
        """With the reason, and without its address or secret."""
        with pytest.raises(UnusableReceiver, match=message) as caught:
            sender_of("desk", Receiver(**fields), {"BAD": "hunter2!"})
        assert "hunter2" not in str(caught.value)
        assert "that-is-secret" not in str(caught.value)


class TestBackoff:
    """Waiting times."""

    @pytest.mark.parametrize(
        ("attempt", "share", "seconds"),
        [
            (1, 0.0, 0.5),
            (1, 1.0, 1.0),
            (2, 0.0, 1.0),
            (2, 0.5, 1.5),
            (9, 1.0, 256.0),
            (10, 1.0, 300.0),
            (10**6, 1.0, 300.0),
        ],
    )
    def test_doubles_with_chance(self, attempt: int, share: float, seconds: float) -> None:
        """Half of the time is chance; five minutes are the longest."""
        assert wait_seconds(attempt, share) == seconds

    def test_what_the_receiver_asks_is_the_least(self) -> None:
        """A longer wait of our own stands."""
        assert wait_seconds(1, 0.0, 60.0) == 60.0
        assert wait_seconds(50, 1.0, 60.0) == LONGEST_SECONDS


class TestText:
    """A notification for people."""

    def test_one_change(self) -> None:
        """Its line is the subject; the text has the sentence and where it is from."""
        one = notification(quote="Twelve died.")
        assert subject(one) == "12 killed: Story of q0"
        assert text(one) == "12 killed: Story of q0\n“Twelve died.”\nmeridian.example"

    def test_several_incidents_are_counted(self) -> None:
        """The subject says how many; a long text ends with how many are left out."""
        assert subject(notification(3)) == "3 changes of tolls"
        assert text(notification(SHOWN)).count("killed") == SHOWN
        assert text(notification(SHOWN + 2)).endswith("\n\nand 2 more")

    @given(st.text(max_size=400))
    def test_a_subject_is_one_short_line(self, title: str) -> None:
        """Whatever the wire says."""
        one = notification()
        long = one.notices[0].model_copy(update={"text": f"12 killed: {' '.join(title.split())}"})
        assert len(subject(one.model_copy(update={"notices": (long,)}))) <= 120

    def test_words_of_a_killed_item_are_removed(self) -> None:
        """Number and place stay, which other items may give too; title and quote go."""
        one = notification(quote="Twelve died.", items=("meridian/q0",))
        (notice,) = without_items(one, {"meridian/q0"}).notices
        assert (notice.alert.title, notice.alert.quote, notice.text) == (None, None, "12 killed")
        assert without_items(one, {"meridian/other"}) == one
