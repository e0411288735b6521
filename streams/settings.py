"""Settings of a worker and of the command line: environment `WIREFEED_...`, then a TOML file, then defaults."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, Field, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from schemas import Kind
from streams.nearest import did_you_mean
from streams.variables import unknown_variables

DEFAULT_FILE = "wirefeed.toml"


class Store(StrEnum):
    """Where a worker keeps its tables. Either way the changelog topics hold all of them."""

    MEMORY = "memory"
    """In the process. Every start reads all of the changelog."""
    ROCKSDB = "rocksdb"
    """On disk under the state directory. A start reads only what is missing there."""


class VagueWord(BaseModel):
    """The interval that a vague number word stands for."""

    low: int
    high: int


class Delivery(StrEnum):
    """How often a record may reach a topic when workers crash."""

    AUTO = "auto"
    EXACTLY_ONCE = "exactly_once"
    AT_LEAST_ONCE = "at_least_once"


LISTS: Final = ("alert_kinds", "desk_names", "desk_proxies")
"""Settings whose values are given with commas between them."""
LAST_PORT: Final = 65_535
PORT_DIGITS: Final = 5
"""A longer number is no port; it is not even read."""


def _check_address(address: str) -> None:
    """Refuse what is no `host:port`; without a port, Kafka's own is meant."""
    host, colon, port = address.rpartition(":") if not address.endswith("]") else (address, "", "")
    if not colon:
        return
    if not host:
        raise ValueError(f"the broker {address!r} has no host; give host:port, such as localhost:9092")
    if not (port.isascii() and port.isdecimal() and len(port) <= PORT_DIGITS and 0 < int(port) <= LAST_PORT):
        raise ValueError(f"the broker {address!r} has no port that is a number from 1 to {LAST_PORT}")


class Settings(BaseSettings):
    """Everything that can be set. `wirefeed config` prints the effective values, secrets masked."""

    model_config = SettingsConfigDict(
        env_prefix="WIREFEED_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        validate_default=True,
        hide_input_in_errors=True,  # a value may be a password
    )

    # The broker
    brokers: str = Field("localhost:9092", description="Kafka bootstrap servers, comma-separated host:port.")
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL; SSL means TLS 1.2 or later."
    )
    ssl_cafile: Path | None = Field(None, description="CA certificates in PEM; the system's where not given.")
    ssl_certfile: Path | None = Field(None, description="Client certificate in PEM.")
    ssl_keyfile: Path | None = Field(None, description="Client key in PEM.")
    ssl_password: SecretStr | None = Field(None, description="Password of the client key.")
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        "PLAIN", description="PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512."
    )
    sasl_username: str | None = Field(None, description="User at the broker; the SASL protocols need it.")
    sasl_password: SecretStr | None = Field(None, description="Password at the broker; the SASL protocols need it.")

    delivery: Delivery = Field(
        Delivery.AUTO,
        description="exactly_once needs a broker with transactions; at_least_once may repeat records after a crash; "
        "auto asks the broker.",
    )
    fetch_wait_ms: int = Field(50, ge=1, le=5000, description="Milliseconds that a broker may wait for new records.")

    # Topics
    app_id: str = Field("wirefeed", description="Consumer group, and prefix of changelog topics.")
    topic_prefix: str = Field("wire", pattern=r"^[A-Za-z0-9._-]+$", description="First part of the topics' names.")
    topic_version: str = Field("v1", pattern=r"^[A-Za-z0-9_-]+$", description="Last part of the topics' names.")
    partitions: int = Field(
        4, ge=1, le=1024, description="Of the topics from `unique` on: enrichment scales with them."
    )
    order_partitions: int = Field(
        1,
        ge=1,
        le=1024,
        description="Of the topics up to `clean`. With one, articles reach deduplication in the order of `raw`, "
        "whatever happens to workers. With more, the light stages scale too, but a copy may overtake its original.",
    )
    replication: int = Field(1, ge=1, le=15, description="Copies of each topic on the brokers.")

    # The worker
    state_dir: Path = Field(Path("state"), description="Each worker makes a folder of its own under it.")
    store: Store = Field(Store.MEMORY, description="Where tables are kept: memory or rocksdb.")
    standby_replicas: int = Field(0, ge=0, description="Copies of each table kept warm on other workers.")
    web_host: str = Field("127.0.0.1", description="Address of the worker's pages; 0.0.0.0 lets other machines in.")
    web_port: int = Field(6066, ge=0, le=65535, description="Of /metrics, /livez and /readyz; 0 for a free one.")
    web_tables: bool = Field(False, description="Serve the data of tables under /table. It holds text of the wire.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR."
    )
    log_json: bool = Field(False, description="Logs as one JSON object a line.")
    batch_records: int = Field(1_000, ge=1, le=10_000, description="At most so many records in a batch.")
    heavy_batch_records: int = Field(50, ge=1, le=10_000, description="The same, for enrichment.")
    batch_seconds: float = Field(1.0, gt=0, description="A batch's outputs are sent at least this often.")
    commit_interval: float = Field(1.0, gt=0, description="Seconds.")
    session_timeout: float = Field(8.0, ge=1, description="Seconds until a silent worker's partitions move.")
    stall_seconds: float = Field(120.0, gt=0, description="A worker that has lag and no progress for so long ends.")

    # Feeds
    feeds_file: Path = Field(Path("feeds.toml"), description="The feeds that `wirefeed feed` works with.")
    feeds_port: int = Field(6067, ge=0, le=65535, description="Of /metrics of `wirefeed feed run`; 0 for a free one.")
    push_host: str = Field("127.0.0.1", description="Where `wirefeed feed run` takes pushes; 0.0.0.0 lets others in.")
    push_port: int = Field(6068, ge=0, le=65535, description="Of POST /ingest.")

    # The desk
    desk_host: str = Field(
        "127.0.0.1", description="Where `wirefeed desk` serves its pages; any other address needs a token or a header."
    )
    desk_port: int = Field(6069, ge=0, le=65535, description="Of the pages of `wirefeed desk`; 0 for a free one.")
    desk_token: SecretStr | None = Field(
        None,
        description="Lets others in, and lets dead letters be put back; 16 characters or more.",
    )
    desk_user_header: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9-]{1,80}$",
        description="Header in which a reverse proxy names the user that it has let in, such as X-Forwarded-User.",
    )
    desk_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        ("127.0.0.1", "::1"), description="Addresses of the reverse proxies whose header is believed."
    )
    desk_names: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Host names by which the desk is reached, besides its address and localhost."
    )
    desk_incidents: int = Field(
        20_000, ge=1, le=1_000_000, description="Incidents kept in memory; the longest unchanged are left out."
    )
    desk_articles: int = Field(200_000, ge=1, le=10_000_000, description="Articles whose place on the topic is kept.")
    desk_requests_per_second: float = Field(100.0, gt=0, description="Taken from one address; more are refused.")

    # Limits and thresholds
    max_item_bytes: int = Field(5_000_000, ge=1, description="A larger record of `raw` is refused.")
    max_feed_items: int = Field(2_000, ge=1, description="Items taken from one feed or package.")
    min_body_chars: int = Field(1, ge=0, description="A shorter body is refused.")
    provider_rights: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="For a feed's wf-provider, the providers that its items may name for themselves; '*' for any.",
    )
    require_provider: bool = Field(False, description="Refuse a record of `raw` without wf-provider.")
    dedup_window_days: float = Field(14.0, gt=0, description="Articles are compared with those of so many days.")
    link_window_days: float = Field(60.0, gt=0, description="A story can join an incident of so many days ago.")
    link_wait_seconds: float = Field(
        120.0,
        gt=0,
        description="Linking takes articles in the order in which they were judged, and waits so long for one that is "
        "missing; one that comes later is linked then.",
    )
    link_wait_records: int = Field(
        5_000, ge=1, le=100_000, description="Linking waits no longer while so many articles of a language wait."
    )
    item_memory_days: float = Field(
        90.0,
        gt=0,
        description="Days after the last record of an item until its versions and route are forgotten; a kill stays.",
    )
    gazetteer: Path | None = Field(None, description="Places of your own, as `wirefeed gazetteer import` writes them.")
    publish_ninjs: bool = Field(
        False,
        description="Put what is live on `wire.ninjs` too, as IPTC ninjs 3.1; see outputs.md before you turn it off.",
    )
    alert_kinds: Annotated[tuple[str, ...], NoDecode] = Field(
        ("killed", "injured", "missing", "casualties"), description="Kinds of figures that alerts are sent for."
    )
    vague: dict[str, VagueWord] = Field(
        default_factory=lambda: {
            "several": VagueWord(low=3, high=9),
            "dozens": VagueWord(low=24, high=99),
            "scores": VagueWord(low=40, high=199),
            "hundreds": VagueWord(low=200, high=999),
            "thousands": VagueWord(low=2000, high=9999),
        },
        description="The interval that each vague number word stands for.",
    )

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_variables(cls, values: dict[str, object]) -> dict[str, object]:
        if unknown := unknown_variables(os.environ, cls.model_fields):
            raise ValueError("; ".join(unknown))
        return values

    @field_validator("brokers")
    @classmethod
    def _refuse_credentials(cls, brokers: str) -> str:
        if "@" in brokers:
            raise ValueError(
                "a broker is host:port, without a user or password; these belong in WIREFEED_SASL_USERNAME and "
                "WIREFEED_SASL_PASSWORD"
            )
        return brokers

    @field_validator("brokers")
    @classmethod
    def _need_addresses(cls, brokers: str) -> str:
        named = [broker.strip() for broker in brokers.replace(";", ",").split(",") if broker.strip()]
        if not named:
            raise ValueError("no broker is named; give host:port, several with commas between them")
        for broker in named:
            _check_address(broker.rpartition("://")[2])
        return brokers

    @field_validator("alert_kinds")
    @classmethod
    def _need_known_kinds(cls, kinds: tuple[str, ...]) -> tuple[str, ...]:
        known = [kind.value for kind in Kind]
        for kind in kinds:
            if kind not in known:
                hint = did_you_mean(kind, known) or f"; known: {', '.join(known)}"
                raise ValueError(f"{kind!r} is no kind of figure{hint}")
        return kinds

    @model_validator(mode="after")
    def _need_credentials(self) -> Self:
        if self.security_protocol.startswith("SASL"):
            given = {"SASL_USERNAME": self.sasl_username, "SASL_PASSWORD": self.sasl_password}
            if missing := [f"WIREFEED_{name}" for name, value in given.items() if not value]:
                raise ValueError(f"security_protocol {self.security_protocol} needs {' and '.join(missing)}")
        return self

    def vague_words(self) -> dict[str, tuple[int, int]]:
        """Return the interval that each vague number word stands for, as low and high."""
        return {word: (interval.low, interval.high) for word, interval in self.vague.items()}

    @model_validator(mode="before")
    @classmethod
    def _split_lists(cls, values: dict[str, object]) -> dict[str, object]:
        given = {name: value for name in LISTS if isinstance(value := values.get(name), str)}
        split = {name: tuple(each.strip() for each in text.split(",") if each.strip()) for name, text in given.items()}
        return {**values, **split}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources, strongest first: arguments, environment, the file that WIREFEED_CONFIG names."""
        del dotenv_settings, file_secret_settings
        path = Path(os.environ.get("WIREFEED_CONFIG", DEFAULT_FILE))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=path)
