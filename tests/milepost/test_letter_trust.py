"""`milepost letter --plan` shows whether a sender is believed, `milepost address` where a person's replies go."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from milepost.commands.address import address
from milepost.commands.letter import letter
from tests.mail.judging import key, sign

MAIL = (
    "From: Dana Whitfield <dana.whitfield@quillpoint.example>\r\nTo: {to}\r\nSubject: Re: plan\r\n"
    "Date: Tue, 10 Mar 2026 10:00:00 -0500\r\nMessage-ID: <1@quillpoint.example>\r\n\r\nThanks.\r\n"
)
RESULTS = "Authentication-Results: mx.ours.example; dmarc=pass header.from=quillpoint.example\r\n"


@pytest.fixture
def plan(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MILEPOST_TRUST__AUTHSERV_ID", "mx.ours.example")
    return root / "examples" / "us-saas.yaml"


def address_of(plan: Path, person: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert address(plan, person) == 0
    return capsys.readouterr().out.strip()


def trust_in(raw: bytes, plan: Path, capsys: pytest.CaptureFixture[str], dns: Path | None = None) -> dict[str, object]:
    Path("mail.eml").write_bytes(raw)
    assert letter([Path("mail.eml")], True, plan, dns) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)["trust"]
    return found


def test_a_person_has_one_reply_address_and_nobody_has_none(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = address_of(plan, "dana", capsys)
    assert own.startswith("plan+")
    assert own == address_of(plan, "dana.whitfield@quillpoint.example", capsys)
    assert own != address_of(plan, "june", capsys)
    assert address(plan, "nobody") == 2
    assert "its people are dana" in capsys.readouterr().err


def test_the_pinned_servers_word_and_the_right_token_make_a_sender_trusted(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "none.json").write_text("{}")
    none = tmp_path / "none.json"
    mail = MAIL.format(to=address_of(plan, "dana", capsys))
    found = trust_in((RESULTS + mail).encode(), plan, capsys, none)
    assert found == {
        "verdict": "trusted",
        "person": "dana",
        "why": ["The mail server verified the domain (DMARC)."],
    }
    assert trust_in(mail.encode(), plan, capsys, none)["verdict"] == "unsure"
    others = MAIL.format(to=address_of(plan, "june", capsys))
    assert trust_in((RESULTS + others).encode(), plan, capsys, none)["verdict"] == "unsure"
    fake = mail.replace("quillpoint.example>", "qui11point.example>", 1)
    assert trust_in(fake.encode(), plan, capsys, none)["verdict"] == "forged"


def test_a_signature_is_checked_against_the_records_in_a_file(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dns = tmp_path / "dns.json"
    dns.write_text(json.dumps({"s1._domainkey.quillpoint.example": [key()[1]]}))
    raw = sign(MAIL.format(to="plan@milepost.example").encode(), "quillpoint.example")
    assert trust_in(raw, plan, capsys, dns)["verdict"] == "trusted"
    assert trust_in(raw.replace(b"Thanks", b"Done"), plan, capsys, dns)["verdict"] == "unsure"
    dns.write_text("[]")
    with pytest.raises(SystemExit):
        letter([Path("mail.eml")], True, plan, dns)


def test_without_a_plan_nothing_is_said_of_trust(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plan.exists()
    Path("mail.eml").write_bytes(MAIL.format(to="plan@milepost.example").encode())
    assert letter([Path("mail.eml")], True) == 0
    assert "trust" not in json.loads(capsys.readouterr().out)


def test_both_commands_work_from_a_clean_shell(root: Path, tmp_path: Path) -> None:
    command = [
        str(Path(sys.executable).parent / "milepost"),
        "address",
        str(root / "examples" / "us-saas.yaml"),
        "dana",
    ]
    run = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.startswith("plan+")
