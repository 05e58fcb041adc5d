"""More plain Spanish, Portuguese and Italian sentences: what is handed in, put in place and no longer wanted."""

import datetime as dt

import pytest

from tests.parsing.statements_help import told_of

PLANS = {
    "ap/plans/costaverde-rota.yaml": dt.datetime(2027, 5, 20, 9, 0, tzinfo=dt.UTC),
    "aq/plans/quillon-labels.yaml": dt.datetime(2026, 8, 17, 9, 0, tzinfo=dt.UTC),
    "ar/plans/pelham-crew.yaml": dt.datetime(2027, 1, 18, 9, 0, tzinfo=dt.UTC),
    "ar/plans/wiltheim-energy.yaml": dt.datetime(2027, 9, 20, 9, 0, tzinfo=dt.UTC),
    "aq/plans/halvern-archive.yaml": dt.datetime(2027, 1, 11, 9, 0, tzinfo=dt.UTC),
}
"""The plans of our own letters that the sentences speak of, each with the day of the letter."""

COSTAVERDE = "ap/plans/costaverde-rota.yaml"
QUILLON = "aq/plans/quillon-labels.yaml"
PELHAM = "ar/plans/pelham-crew.yaml"
WILTHEIM = "ar/plans/wiltheim-energy.yaml"
HALVERN = "aq/plans/halvern-archive.yaml"

SENTENCES: dict[tuple[str, str, str, str], set[str]] = {
    (COSTAVERDE, "pilar", "es", "La auditoría de datos la termino el 9 de junio."): {"M2 due 2027-06-09"},
    (COSTAVERDE, "pilar", "es", "La auditoría de datos la tendréis el 9 de junio."): {"M2 due 2027-06-09"},
    (COSTAVERDE, "pilar", "es", "La auditoría de datos os la mando el 9 de junio."): {"M2 due 2027-06-09"},
    (COSTAVERDE, "pilar", "es", "La auditoría de datos sale el 9 de junio."): {"M2 due 2027-06-09"},
    (COSTAVERDE, "pilar", "es", "La auditoría de datos la empiezo el 9 de junio."): {"M2 due 2027-06-09?"},
    (COSTAVERDE, "pilar", "es", "La auditoría de datos terminó el viernes."): {"M2 due 2027-05-21?"},
    (COSTAVERDE, "pilar", "es", "Tendréis mis comentarios sobre la auditoría de datos el 9 de junio."): set(),
    (COSTAVERDE, "pilar", "es", "Quizá tengáis la auditoría de datos el 9 de junio."): {"M2 due 2027-06-09?"},
    (COSTAVERDE, "pilar", "es", "Si llegan las nóminas, la auditoría de datos la termino el 9 de junio."): {
        "M10 confirmed true?",
        "M2 due 2027-06-09?",
    },
    (COSTAVERDE, "pilar", "es", "Si el comité aprueba el contrato, el piloto pasa al 2 de julio."): {
        "M4 due 2027-07-02?",
        "M7 confirmed true?",
    },
    (COSTAVERDE, "pilar", "es", "Las condiciones comerciales quedaron cerradas ayer."): {"M6 status done"},
    (COSTAVERDE, "pilar", "es", "Las condiciones comerciales quedaron abiertas ayer."): set(),
    (COSTAVERDE, "pilar", "es", "Las condiciones comerciales quedaron casi cerradas ayer."): set(),
    (COSTAVERDE, "pilar", "es", "Pon a Gwen Attridge como aprobadora del piloto."): {"M4 approver gwen"},
    (COSTAVERDE, "pilar", "es", "Gwen Attridge era la aprobadora del piloto."): {"M4 approver gwen?"},
    (COSTAVERDE, "pilar", "es", "¿Quién es la aprobadora del piloto?"): set(),
    (COSTAVERDE, "pilar", "es", "Ya no hay que esperar para el contrato."): set(),
    (COSTAVERDE, "pilar", "es", "Ya no hay que correr con el piloto."): set(),
    (QUILLON, "renata", "es", "Ya no hay que pedir etiquetas: nos sobraron dos tarimas."): {"M4.2 status skipped"},
    (QUILLON, "renata", "es", "Ya no hay que pedir permiso para las etiquetas."): {"M4.2 status skipped?"},
    (QUILLON, "renata", "es", "Las impresoras están instaladas."): {"M4 status done?"},
    (PELHAM, "ximena", "es", "La limpieza de los certificados de soldador ya no hace falta."): {"M2.2 status skipped"},
    (PELHAM, "ximena", "es", "Los datos de oficios y certificaciones los tendréis el 5 de febrero."): {
        "M2 due 2027-02-05"
    },
    (WILTHEIM, "claire", "es", "Los contadores están montados desde ayer."): {"M3.1 status done"},
    (WILTHEIM, "joao", "pt", "os 20 contadores ficaram montados ontem"): {"M3.1 status done"},
    (WILTHEIM, "joao", "pt", "Os contadores ainda não estão montados."): set(),
    (WILTHEIM, "joao", "pt", "Os contadores serão montados a 28 de setembro."): {"M3.1 due 2027-09-28"},
    (COSTAVERDE, "duarte", "pt", "A Harriet deixa de ser a suplente do piloto, fica a Chiara."): {"M4 backup chiara"},
    (COSTAVERDE, "duarte", "pt", "A Harriet deixa de ser a suplente do piloto."): {"M4 backup null?"},
    (COSTAVERDE, "duarte", "pt", "A auditoria de dados termino a 9 de junho."): {"M2 due 2027-06-09"},
    (COSTAVERDE, "duarte", "pt", "A auditoria de dados sai a 9 de junho."): {"M2 due 2027-06-09"},
    (COSTAVERDE, "duarte", "pt", "A auditoria de dados talvez saia a 9 de junho."): {"M2 due 2027-06-09?"},
    (HALVERN, "ines", "pt", "Callum, o resumo do teste de intrusão já seguiu para o Wouter ontem à tarde."): {
        "M3.1 status done"
    },
    (WILTHEIM, "claire", "it", "I contatori sono stati montati ieri."): {"M3.1 status done"},
    (WILTHEIM, "claire", "it", "I contatori verranno montati il 28 settembre."): {"M3.1 due 2027-09-28"},
    (WILTHEIM, "claire", "it", "Il modello tariffario lo finisco il 29 ottobre."): {"M4 due 2027-10-29"},
    (WILTHEIM, "claire", "it", "Avrete il modello tariffario il 29 ottobre."): {"M4 due 2027-10-29"},
    (WILTHEIM, "claire", "it", "Forse avrete il modello tariffario il 29 ottobre."): {"M4 due 2027-10-29?"},
}


@pytest.mark.parametrize(("path", "sender", "language", "text"), SENTENCES)
def test_a_sentence_changes_what_it_says_and_nothing_else(path: str, sender: str, language: str, text: str) -> None:
    assert told_of(text, sender, path, language, PLANS[path]) == SENTENCES[path, sender, language, text]
