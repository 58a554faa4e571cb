"""The line to a model: where it connects, what it verifies, and that nothing leads it elsewhere."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curbside.errors import CurbsideError
from curbside.prose.writers.access import Access, check_address, is_loopback
from curbside.prose.writers.openai import OpenAIWriter
from curbside.prose.writers.writer import Fault, WriterError
from model_prompts import KEY, PROMPT, written
from model_server import Asked, Status, model_server


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False),
        ("10.0.0.5", False),
        ("192.168.1.1", False),
        ("::ffff:10.0.0.5", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("2130706433", False),
        ("model-server", False),
        ("", False),
    ],
)
def test_only_loopback_is_this_machine(host: str, is_here: bool) -> None:
    """The machine next door is elsewhere, and so is a name that merely looks like this one."""
    assert is_loopback(host) is is_here


@pytest.mark.parametrize(
    "url",
    [
        "localhost:11434",
        "ftp://localhost/",
        "http://",
        "https://user:secret@models.example.org/v1",
        "https://secret@models.example.org/v1",
        "https://models.example.org/v1?api-key=secret",
        "https://models.example.org/v1#secret",
        "http://localhost:notaport/v1",
    ],
)
def test_an_address_holds_no_secret(url: str) -> None:
    """Addresses stand in settings, names and messages, so a key in one is refused, and not repeated."""
    with pytest.raises(CurbsideError) as caught:
        check_address(url)
    assert "secret" not in str(caught.value)


def test_a_redirect_is_not_followed() -> None:
    """Where an endpoint sends on to another, that one never hears of it."""
    with model_server(lambda asked: ["I am somebody else."]) as other:
        sends_on = Status(307, {"Location": f"{other.url}/chat/completions"}, "")
        with model_server(lambda asked: [sends_on]) as server, pytest.raises(WriterError) as caught:
            written(OpenAIWriter(Access(server.url, "scripted", KEY)))
        assert caught.value.fault is Fault.REFUSED
        assert other.asked == []


def test_localhost_never_leads_off_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hosts file that sends "localhost" elsewhere is not believed: nothing is connected to."""
    _names(monkeypatch, "192.0.2.7")
    with pytest.raises(WriterError) as caught:
        written(OpenAIWriter(Access("http://localhost:9/v1", "scripted", KEY)))
    assert caught.value.fault is Fault.UNREACHABLE


def test_a_name_that_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says that the name is at fault."""

    def unknown(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(WriterError, match=r"No host is called models\.example"):
        written(OpenAIWriter(Access("https://models.example/v1", "scripted")))


def test_looking_up_a_name_keeps_to_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that does not answer takes no more time than there is."""
    done = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: done.wait(20) and [])
    started = time.monotonic()
    with pytest.raises(WriterError):
        written(OpenAIWriter(Access("https://models.example/v1", "scripted")), seconds=0.3)
    assert time.monotonic() - started < 1
    done.set()


def test_a_proxy_is_used_for_hosts_elsewhere_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment names as a proxy gets what is for a host elsewhere, never what is for this machine."""
    with model_server(lambda asked: ["By proxy."]) as proxy, model_server(lambda asked: ["Here."]) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.root)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert written(OpenAIWriter(Access(server.url, "scripted")))[0] == "Here."
        assert proxy.asked == []
        assert written(OpenAIWriter(Access("http://models.example/v1", "scripted")))[0] == "By proxy."
        assert [asked.path for asked in proxy.asked] == ["http://models.example/v1/chat/completions"]
        monkeypatch.setenv("no_proxy", "models.example")
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [])
        with pytest.raises(WriterError):
            written(OpenAIWriter(Access("http://models.example/v1", "scripted")))
        assert len(proxy.asked) == 1


@pytest.mark.parametrize("proxy", ["socks5://user:secret@127.0.0.1:1", "ftp://127.0.0.1:1", "http://[::1"])
def test_a_proxy_that_speaks_no_http_is_told(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    """Rather than go past it, nothing is sent; its password is not repeated."""
    monkeypatch.setenv("https_proxy", proxy)
    with pytest.raises(WriterError, match="proxy") as caught:
        written(OpenAIWriter(Access("https://models.example/v1", "scripted")))
    assert "secret" not in str(caught.value)


def test_a_certificate_that_nobody_vouches_for_ends_it(tmp_path: Path) -> None:
    """A server that only says who it is gets neither key nor question."""
    with _encrypted(tmp_path) as (port, heard), pytest.raises(WriterError, match="certificate") as caught:
        written(OpenAIWriter(Access(f"https://127.0.0.1:{port}/v1", "scripted", KEY)))
    assert caught.value.fault is Fault.UNREACHABLE
    assert heard == []


def test_each_exchange_closes_its_connection() -> None:
    """Nothing stays open between exchanges."""
    with model_server(lambda asked: ["Well."]) as server:
        writer = OpenAIWriter(Access(server.url, "scripted"))
        before = _open_files()
        for _ in range(5):
            written(writer)
        pieces = writer.write(PROMPT, time.monotonic() + 5)
        next(pieces)
        pieces.close()  # type: ignore[attr-defined]  # it is a generator
        assert _open_files() <= before + 1


def test_the_key_is_in_no_repr_of_anything_held() -> None:
    """Neither the access nor the writer nor what it holds shows the key."""
    access = Access("http://localhost:1/v1", "scripted", KEY)
    assert KEY not in repr(access)
    assert KEY not in repr(vars(OpenAIWriter(access)))


def _names(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    row = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 9))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [row])


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0


class _encrypted:
    """A port on loopback behind a certificate that nobody signed; `heard` is what was said to it after the greeting."""

    def __init__(self, folder: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(_certificate(folder))
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._heard: list[bytes] = []

    def __enter__(self) -> tuple[int, list[bytes]]:
        threading.Thread(target=self._serve, daemon=True).start()
        return self._socket.getsockname()[1], self._heard

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _serve(self) -> None:
        try:
            connection, _ = self._socket.accept()
            with closing(self._context.wrap_socket(connection, server_side=True)) as line:
                if data := line.recv(10_000):
                    self._heard.append(data)
        except OSError:
            return


def _certificate(folder: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_asking_names_its_path() -> None:
    """An address with a slash at its end is the same address."""
    paths: list[str] = []

    def script(asked: Asked) -> list[str]:
        paths.append(asked.path)
        return ["Well."]

    with model_server(script) as server:
        for url in (server.url, f"{server.url}/"):
            written(OpenAIWriter(Access(url, "scripted")))
    assert paths == ["/v1/chat/completions"] * 2
