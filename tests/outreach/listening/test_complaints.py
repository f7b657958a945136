"""Complaints in nine languages, and what names a law, a lawyer or spam without complaining."""

import json

import pytest

from outreach.bootstrap.messages import labelled
from outreach.listening.labels import Key

COMPLAINTS = [
    ("en", "I'm reporting you to the ICO."),
    ("en", "I have forwarded this to the FTC and my state's attorney general."),
    ("en", "That's eight emails since Monday."),
    ("en", "You've called five times today alone!"),
    ("en", "My attorney will be in touch."),
    ("en", "This is a violation of the TCPA."),
    ("de", "Ich werde Beschwerde bei der Datenschutzbehörde einlegen."),
    ("de", "Das nächste Schreiben kommt von meinem Anwalt."),
    ("de", "Wie oft muss ich das noch sagen?"),
    ("fr", "Je vais saisir la CNIL et porter plainte."),
    ("fr", "Vos appels incessants sont insupportables."),
    ("es", "Voy a presentar una queja ante la AEPD."),
    ("es", "Mi abogado se pondrá en contacto con ustedes."),
    ("it", "Farò un reclamo al Garante della privacy."),
    ("it", "Il mio avvocato vi scriverà."),
    ("pt", "Vou abrir uma reclamação no Procon."),
    ("pt", "É a quarta vez que digo, falta de respeito!"),
    ("nl", "Ik dien een klacht in bij de Autoriteit Persoonsgegevens."),
    ("nl", "Als dit niet stopt, ga ik naar een advocaat."),
    ("ja", "これ以上続くなら消費者庁に通報します。"),
    ("ja", "何度も言いましたが迷惑メールです。"),
    ("zh", "再发我就向12321投诉。"),
    ("zh", "再打来我就找律师起诉你们。"),
]
NO_COMPLAINTS = [
    ("en", "How does your product handle GDPR requests?"),
    ("en", "Please delete my data under GDPR."),
    ("en", "We get about 40 calls a day at the front desk, so e-mail me."),
    ("en", "I'm a lawyer and in hearings until Friday"),
    ("en", "It went to the spam folder, sorry for the delay."),
    ("de", "Ich bin Rechtsanwalt und ab Montag wieder erreichbar."),
    ("de", "Bitte löschen Sie meine Daten gemäß DSGVO."),
    ("fr", "Merci de supprimer mes données conformément au RGPD."),
    ("es", "¿Cuánto cuesta el servicio básico?"),
    ("it", "Cancellate i miei dati ai sensi del GDPR, grazie."),
    ("pt", "Podem enviar a proposta?"),
    ("nl", "Verwijder mijn gegevens op grond van de AVG."),
    ("ja", "ご迷惑をおかけしますが、来週ご連絡いたします。"),
    ("zh", "请把报价发给我。"),
]


def complains(language: str, text: str) -> bool:
    at = "2026-11-24T10:00:00+01:00"
    message = {"id": "x", "channel": "email", "lang": language, "text": text, "received_at": at}
    return bool(json.loads(labelled(json.dumps(message).encode()))[Key.COMPLAINT])


@pytest.mark.parametrize(("language", "text"), COMPLAINTS)
def test_a_complaint_is_heard(language: str, text: str) -> None:
    assert complains(language, text)


@pytest.mark.parametrize(("language", "text"), NO_COMPLAINTS)
def test_a_request_by_law_or_a_job_is_no_complaint(language: str, text: str) -> None:
    assert not complains(language, text)
