"""Settings: what is misspelt, missing or in the wrong place is an error that says what to do and shows no secret."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from streams.settings import Settings
from streams.variables import unknown_setting, unknown_variables

SECRET = "open-sesame"  # noqa: S105 - invented


def test_a_misspelt_variable_is_an_error_with_the_nearest_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password under a wrong name must not leave the worker without one."""
    monkeypatch.setenv("WIREFEED_SASL_PASWORD", SECRET)
    with pytest.raises(ValidationError, match=r"WIREFEED_SASL_PASWORD.*did you mean WIREFEED_SASL_PASSWORD\?") as error:
        Settings()
    assert SECRET not in str(error.value)


def test_variables_that_are_settings_or_name_the_file_are_known() -> None:
    """Parts of a table are named after two underscores; other programs' variables are not ours to judge."""
    names = ("WIREFEED_VAGUE__DOZENS__LOW", "WIREFEED_CONFIG", "wirefeed_brokers", "PATH", "OTHER_WIREFEED_X")
    assert unknown_variables(names, Settings.model_fields) == []


def test_a_name_that_is_like_no_setting_has_no_suggestion() -> None:
    """A wrong suggestion is worse than none."""
    assert unknown_variables(["WIREFEED_XYZZY"], Settings.model_fields) == ["WIREFEED_XYZZY is no setting"]
    assert unknown_setting("brokrs", Settings.model_fields).endswith("did you mean brokers?")


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "WIREFEED_SASL_USERNAME and WIREFEED_SASL_PASSWORD"),
        ({"sasl_username": "desk"}, "needs WIREFEED_SASL_PASSWORD"),
        ({"sasl_username": "desk", "sasl_password": ""}, "needs WIREFEED_SASL_PASSWORD"),
        ({"sasl_password": SECRET}, "needs WIREFEED_SASL_USERNAME"),
    ],
)
def test_sasl_without_a_user_or_password_is_an_error(given: dict[str, str], missing: str) -> None:
    """The broker would answer much later, and less clearly."""
    with pytest.raises(ValidationError, match=missing) as error:
        Settings(security_protocol="SASL_SSL", **given)  # type: ignore[arg-type]
    assert SECRET not in str(error.value)


def test_credentials_in_the_address_of_a_broker_are_refused_and_not_shown() -> None:
    """The address stands in logs and messages."""
    with pytest.raises(ValidationError, match="WIREFEED_SASL_PASSWORD") as error:
        Settings(brokers=f"kafka://desk:{SECRET}@kafka.example:9092")
    assert SECRET not in str(error.value)


@pytest.mark.parametrize(
    ("brokers", "said"),
    [
        ("", "no broker is named"),
        (" , ", "no broker is named"),
        ("localhost:abc", "the broker 'localhost:abc' has no port"),
        ("localhost:0", "has no port that is a number from 1 to 65535"),
        ("localhost:65536", "has no port"),
        ("one:9092,two:", "the broker 'two:' has no port"),
        (":9092", "the broker ':9092' has no host"),
        ("localhost:" + "9" * 6_000, "has no port"),
    ],
)
def test_an_address_that_is_none_is_named(brokers: str, said: str) -> None:
    """With what is wrong with it."""
    with pytest.raises(ValidationError, match=said):
        Settings(brokers=brokers)


@pytest.mark.parametrize(
    "brokers",
    ["localhost:1", "localhost:65535", "kafka", "one:9092; two:9092,", "kafka://one:9092", "[::1]:9092", "[::1]"],
)
def test_addresses_in_their_forms_are_taken(brokers: str) -> None:
    """With a port or Kafka's own, with a scheme, and of IPv6."""
    assert Settings(brokers=brokers).brokers == brokers


def test_an_unknown_kind_of_alerts_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the nearest that there is, or with all."""
    monkeypatch.setenv("WIREFEED_ALERT_KINDS", "injured, kiled")
    with pytest.raises(ValidationError, match=r"'kiled' is no kind of figure; did you mean killed\?"):
        Settings()
    monkeypatch.setenv("WIREFEED_ALERT_KINDS", "sunk")
    with pytest.raises(ValidationError, match="'sunk' is no kind of figure; known: killed, injured"):
        Settings()
