"""
Settings: `settings.toml` in the library folder, overridden by the environment.

Each setting has a default that works with no file at all. Secrets never live in the file.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from .errors import CurbsideError


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set; times in seconds, sizes in bytes, as the names say."""

    country: str = ""  # ISO 3166 code: which emergency numbers are shown
    engine: str = "tantivy"  # what searches
    encoder: str = ""  # "" (none), "numpy" or "onnx"
    encoder_folder: str = ""  # folder of the model; a name is refused, nothing is downloaded
    encoder_weight: float = 0.5  # weight of the encoder in the sum with term scores
    workers: int = 0  # reading processes; 0 means one for each processor
    reader_memory_bytes: int = 1_000_000_000  # that reading one document may take
    reader_cpu_seconds: int = 20  # for one document; streams and archives get this for each 50 MB
    reader_wall_seconds: int = 30  # the same by the clock on the wall
    document_bytes: int = 50_000_000  # largest document or record that is read
    expansion_ratio: int = 100  # largest decompression ratio
    question_characters: int = 4000  # longest question
    site_address: str = ""  # where the public finds the site, "https://..."; "" while nobody but this machine does
    site_hosts: str = ""  # further host names that the site answers to, with blanks between
    site_proxies: str = "127.0.0.1 ::1"  # addresses of proxies that are believed on who asks, with blanks between
    site_asks_per_minute: int = 30  # questions that one address may ask; 0 means no limit
    site_logins_per_minute: int = 30  # logins that one address may try, whoever they are for; 0 means no limit
    site_requests_per_hour: int = 10  # reports and requests that one address may send the editors; 0 means no limit
    site_desks: int = 0  # questions that are answered at once; 0 means one for each processor, four at most
    site_recall_seconds: int = 20  # how often the running site looks for sources that fell and days that passed
    site_inbox: str = ""  # folder whose documents librarians may bring into the library from the site; "" offers none
    site_second_factor: bool = False  # whether members of the board have to use a passkey or an authenticator app
    site_secret_file: str = ""  # file with what signs threads and sessions; "" is site.secret in the library folder
    site_mail_host: str = ""  # server that takes mail; "" sends none, and links are given by hand
    site_mail_port: int = 587  # its port
    site_mail_security: str = "starttls"  # "starttls", "tls" or "none"
    site_mail_user: str = ""  # name to log in to it with; "" logs in nowhere
    site_mail_password_file: str = ""  # file that holds the password and nothing else
    site_mail_from: str = ""  # address that mails come from
    site_oidc_issuer: str = ""  # identity provider (OpenID Connect) that members log in with, "https://..."; "" is none
    site_oidc_name: str = "single sign-on"  # what its button says after "Continue with"
    site_oidc_client: str = ""  # what the provider knows this site by
    site_oidc_secret_file: str = ""  # file that holds the secret the provider gave, and nothing else
    site_oidc_newcomers: bool = False  # whether somebody whom nobody invited gets an account, without any role
    review_signatures: int = 2  # clinical signatures that an article needs
    review_specialty: bool = True  # one of them from a specialty that the article names
    review_pharmacist: bool = True  # and a pharmacist's, where it holds doses, interactions or contraindications
    review_lay_reader: bool = True  # a lay reader's on the wording for patients
    review_editor: bool = False  # and last an editor's
    review_declaration_days: int = 365  # how long a declaration of competing interests holds
    review_interest_months: int = 36  # how long an interest counts after it ended
    review_days: int = 365  # from approval to the next full review
    review_first_days: int = 30  # from submission to a decision
    review_safety_hours: int = 48  # to deal with a drug safety alert
    review_practice_months: int = 1  # to deal with evidence that changes practice
    review_confirming_months: int = 3  # to deal with evidence that confirms it
    writer: str = "none"  # language model that words answers: "none", "openai", "anthropic", "replay" or a plugin's
    writer_url: str = ""  # address of its API, such as "http://localhost:11434/v1"; no key in it
    writer_model: str = ""  # name of the model there
    writer_key_file: str = ""  # file that holds the key and nothing else; "" takes CURBSIDE_WRITER_KEY
    writer_sends: str = ""  # what may leave this machine for a model elsewhere: question passages own_documents
    writer_jobs: str = "compose reword"  # what it is asked: plan compose reword condense follow_ups second_opinion
    writer_seconds: float = 50.0  # that all its work on one answer may take
    writer_retries: int = 2  # further attempts where a request failed before its first word
    writer_at_once: int = 2  # requests at once, in each process
    writer_passages: int = 12  # passages that it is given for one answer
    writer_thinking_tokens: int = 0  # tokens beyond a reply's own that a model may take to think before it
    writer_answer_tokens: int = 40_000  # tokens that one answer may take; 0 means no limit
    writer_day_tokens: int = 0  # tokens that one day (UTC) may take; 0 means no limit
    writer_answer_cost: float = 0.0  # what one answer may cost; 0 means no limit
    writer_day_cost: float = 0.0  # what one day (UTC) may cost; 0 means no limit
    writer_price_in: float = 0.0  # price of a million tokens of prompts, in a currency of your choice
    writer_price_out: float = 0.0  # price of a million tokens of replies, in the same
    writer_keep: str = ""  # folder for recorded exchanges, questions and all; "" keeps none
    writer_redact: bool = True  # whether what identifies a person is taken out of what is sent
    writer_structured: str = "auto"  # form that replies are held to: "auto", "schema", "object" or "text"
    audit_head: str = ""  # file that keeps the head of the audit log; "" is audit-head.json in the library folder

    @property
    def digest(self) -> str:
        """SHA-256 (hex, 16 digits) of the settings that can change an answer."""
        kept: dict[str, object] = {
            "country": self.country,
            "engine": self.engine,
            "encoder": self.encoder,
            "weight": self.encoder_weight,
        }
        if self.writer != "none":
            kept["writer"] = [self.writer, self.writer_model, sorted(self.writer_jobs.split())]
            kept["asked"] = [self.writer_passages, self.writer_structured]
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]


def default_library() -> str:
    """Where the library lives unless told: `CURBSIDE_LIBRARY`, else the user's data folder."""
    if told := os.environ.get("CURBSIDE_LIBRARY"):
        return told
    from platformdirs import user_data_dir

    return str(Path(user_data_dir("curbside", appauthor=False)) / "library")


def load(folder: Path | None) -> Settings:
    """Settings of a library folder; an unknown name or a wrong type is refused by name."""
    values: dict[str, object] = {}
    path = folder / "settings.toml" if folder else None
    if path and path.exists():
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise CurbsideError(f"{path} is not valid TOML ({error}); correct it or remove it.") from error
    known: dict[str, type] = {item.name: type(getattr(Settings(), item.name)) for item in fields(Settings)}
    for name in known:
        if (given := os.environ.get(f"CURBSIDE_{name.upper()}")) is not None:
            values[name] = given
    for name, value in values.items():
        if name not in known:
            raise CurbsideError(f'"{name}" in settings.toml is no setting; known are: {", ".join(sorted(known))}.')
        try:
            values[name] = _switch(value) if known[name] is bool else known[name](value)
        except (TypeError, ValueError) as error:
            raise CurbsideError(f'Setting "{name}" must be a {known[name].__name__}, not {value!r}.') from error
    return Settings(**values)  # type: ignore[arg-type]  # checked just above


def store(folder: Path, values: Mapping[str, object]) -> None:
    """Write these settings to `settings.toml` of a library folder, all or none; every other line stays as it is."""
    path = folder / "settings.toml"
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    text, standard = old, as_dict(Settings())
    for name, value in values.items():
        line = f"{name} = {json.dumps(value, ensure_ascii=False)}"  # TOML writes simple values as JSON does
        text, count = re.subn(rf"(?m)^[ \t]*{name}[ \t]*=.*$", line.replace("\\", r"\\"), text)
        if not count and value != standard[name]:
            text = f"{text.rstrip()}\n{line}\n".lstrip()
    try:
        before, after = tomllib.loads(old), tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CurbsideError(f"{path} cannot be changed here ({error}); edit it by hand.") from error
    if {**standard, **before, **values} != {**standard, **after}:
        raise CurbsideError(f"{path} cannot be changed here without losing something; edit it by hand.")
    folder.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(f".{os.getpid()}.new")
    new.write_text(text, encoding="utf-8")
    if path.exists():
        new.chmod(path.stat().st_mode & 0o777)
    new.replace(path)


def _switch(value: object) -> bool:
    """What was meant by a switch: true or false, on or off, yes or no, 1 or 0."""
    said = str(value).strip().casefold()
    if said not in _SWITCHES:
        raise ValueError(value)
    return _SWITCHES[said]


_SWITCHES = {"true": True, "on": True, "yes": True, "1": True, "false": False, "off": False, "no": False, "0": False}


def as_dict(settings: Settings) -> dict[str, object]:
    """All settings by name."""
    return asdict(settings)
