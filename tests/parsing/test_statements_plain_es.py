"""Plain sentences in Spanish, Portuguese and Italian, each with the exact set of what it changes."""

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from parsing.statements import read_statements
from plans.letter import Address, Context, Letter
from plans.plan import Plan
from storage.planfile import load
from tests.parsing.statements_help import shown

OWN = Path(__file__).parent.parent / "letters" / "own"
MORNINGS = {  # The plans' languages, and when their letters were written.
    "b/plans/ibera-solar": ("es", dt.datetime(2026, 9, 7, 9, tzinfo=dt.timezone(dt.timedelta(hours=2)))),
    "k/plans/rivasol-citas": ("es", dt.datetime(2028, 2, 7, 9, tzinfo=dt.timezone(dt.timedelta(hours=1)))),
    "tongues/plans/plan-pt": ("pt", dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)),
    "e/plans/porto-wms": ("it", dt.datetime(2026, 9, 7, 9, tzinfo=dt.timezone(dt.timedelta(hours=2)))),
}
Told = dict[str, tuple[str, set[str]]]
"""Sentences, each with its sender and what it changes."""

IBERA: Told = {
    "El informe preliminar de ciberseguridad está terminado; falta el definitivo.": ("nuria", {"M2 status done?"}),
    "El acceso VPN lo pedimos el jueves a sistemas.": ("rui", {"M3.1 due 2026-09-10?"}),
    "El manual Modbus salió ayer por correo.": ("hugo", {"M3.2 status done"}),
    "Os envío el manual Modbus mañana.": ("hugo", {"M3.2 due 2026-09-08?"}),
    "Hemos recibido el manual Modbus, gracias.": ("rui", {"M3.2 status done"}),
    "Todavía no hemos recibido el manual Modbus.": ("rui", set()),
    "El piloto del año pasado en Sines terminó el 14 de octubre y fue muy bien.": ("rui", set()),
    "En Évora hubo tormenta el 3 de septiembre, pero el piloto no corre peligro.": ("rui", set()),
    "Para el piloto en Évora necesitamos dos semanas más.": ("rui", {"M4 due 2026-11-20"}),
    "El piloto en Évora dura dos semanas.": ("rui", set()),
    "El presupuesto lo apruebo yo en cuanto vuelva de Lisboa.": ("javier", set()),
    "El presupuesto está aprobado desde el viernes.": ("javier", {"M5 status done"}),
    "El presupuesto no está aprobado ni mucho menos.": ("javier", set()),
    "El comité de presupuesto se reúne el 17 de noviembre.": ("javier", {"M5 due 2026-11-17?"}),
    "Firmamos el contrato el 18 de diciembre, Marta ya lo sabe.": ("javier", {"M7 due 2026-12-18"}),
    "Firmamos el contrato de alquiler la semana pasada, por eso he estado desaparecido.": (
        "javier",
        {"M7 status done?"},
    ),
    "El contrato lo firma nuestra directora general, yo solo lo reviso.": ("javier", set()),
    "Mañana os mando los comentarios a los precios.": ("marta", set()),
    "Los precios de la competencia están cerrados desde junio.": ("marta", {"plan status lost?"}),
    "No he dicho que cancelemos la negociación de precios.": ("marta", set()),
    "La puesta en marcha de la planta de Badajoz fue el 1 de septiembre.": ("nuria", set()),
    "Puesta en marcha: el 12 de febrero me viene fatal, estamos de mudanza.": ("nuria", {"M9 confirmed true?"}),
    "¿La puesta en marcha sigue siendo el 12 de febrero?": ("nuria", {"M9 due null?"}),
    "La formación de operadores sería conveniente antes de Navidad.": ("nuria", set()),
    "La formación de operadores no la llevo yo, la lleva Núria.": ("rui", {"M8 owner nuria"}),
    "Nuria me sustituye en la visita del 10 de septiembre.": ("rui", {"M1 due 2026-09-10?"}),
    "Estoy de vacaciones del 14 al 21 de septiembre, cualquier cosa de SCADA con Nuria.": ("rui", set()),
    "SCADA: la primera parte está lista, la segunda empieza en octubre.": ("rui", set()),
    "La integración con SCADA está casi terminada.": ("rui", set()),
    "La integración con SCADA no depende de nosotros sino del proveedor de red.": ("rui", set()),
    "El proveedor de SCADA nos ha dado hasta el 30 de septiembre para renovar la licencia.": (
        "rui",
        {"M3 due 2026-09-30?"},
    ),
    "SCADA la semana que viene, el resto lo dejamos como está.": (
        "rui",
        {
            "M2 confirmed true",
            "M4 confirmed true",
            "M5 confirmed true",
            "M6 confirmed true",
            "M7 confirmed true",
            "M8 confirmed true",
            "M9 confirmed true",
        },
    ),
    "Me parece bien que Rui lleve el piloto.": ("elena", {"M4 confirmed true?"}),
    "Gracias por el resumen, lo miro con calma el jueves.": ("elena", set()),
    "Perfecto, mañana hablo con Javier del presupuesto.": ("elena", {"M5 due 2026-09-08?"}),
    "El plan está bien, pero yo quitaría la formación de operadores.": ("elena", set()),
    "¿Podéis quitar la formación de operadores de la lista, por favor? Ya la hicimos con el otro proveedor.": (
        "elena",
        {"M8 status skipped"},
    ),
    "Hablé con Nuria por teléfono: la revisión de ciberseguridad se queda para el 2 de octubre.": (
        "hugo",
        {"M2 due 2026-10-02"},
    ),
    "Ayer Rui me enseñó el borrador del contrato firmado con otra empresa, muy útil como modelo.": ("hugo", set()),
    "La revisión de ciberseguridad terminará el 25, como estaba previsto.": ("nuria", {"M2 confirmed true"}),
    "Si la revisión de ciberseguridad no termina el 25, avisaré.": ("nuria", set()),
    "Que conste que el 11 de diciembre no hay nadie en la oficina para la firma.": ("javier", {"M7 due null?"}),
    "La firma es el 11 o el 14 de diciembre, según el notario.": ("javier", {"M7 due null?"}),
    "Cuando el presupuesto esté aprobado os mando la orden de compra.": ("javier", set()),
    "Adjunto el presupuesto aprobado de 2025 para que lo uséis de ejemplo.": ("javier", set()),
    "He enviado a Javier los precios revisados.": ("marta", {"M6 status done?"}),
    "Espero vuestra oferta de precios antes del 15 de septiembre.": ("marta", {"M6 due 2026-09-15?"}),
    "Nos hemos equivocado de fecha: el piloto va el 20 de noviembre, no el 6.": ("rui", {"M4 due 2026-11-20"}),
    "Piloto en Évora: 6 de noviembre. Comida de equipo: 12 de noviembre, estáis invitados.": (
        "rui",
        {"M4 confirmed true"},
    ),
}
EQUIPAS: Told = {
    "Bom dia, o questionário de segurança já seguiu na sexta-feira.": ("it", {"M2 status done"}),
    "O questionário de segurança do ano passado foi entregue a 12 de março.": ("it", set()),
    "O questionário de segurança não foi enviado por mim mas pelo Júlio.": ("it", set()),
    "Recebemos ontem o relatório de pentest.": ("it", {"M2.1 status done"}),
    "O relatório de pentest segue amanhã.": ("eng", {"M2.1 due 2027-03-02?"}),
    "O piloto no armazém passa para 23 de abril.": ("ops", {"M3 due 2027-04-23"}),
    "O piloto no armazém arranca a 5 de abril.": ("ops", set()),
    "O armazém fecha de 22 a 26 de março para inventário.": ("ops", {"M3 due 2027-03-26?"}),
    "O armazém novo ficou pronto ontem.": ("ops", {"M3 status done?"}),
    "No armazém já está tudo pronto para o piloto.": ("ops", set()),
    "O piloto no armazém correu bem no primeiro dia.": ("ops", set()),
    "Não cancelem o piloto no armazém.": ("ops", set()),
    "Piloto: 16 de abril serve, mas só com a equipa da manhã.": ("ops", {"M3 confirmed true?"}),
    "A migração de dados está parada porque o fornecedor não responde.": ("it", {"M4 status blocked"}),
    "A migração de dados não está parada, só vai devagar.": ("it", set()),
    "A migração de dados da filial de Braga acabou em fevereiro.": ("it", set()),
    "A migração de dados precisa de mais duas semanas.": ("it", {"M4 due 2027-05-14"}),
    "Há duas semanas que trabalhamos na migração de dados.": ("it", set()),
    "A migração de dados faz-se em dois fins de semana, 17 e 24 de abril.": ("it", {"M4 due 2027-04-24?"}),
    "O orçamento está aprovado.": ("cfo", {"M5 status done"}),
    "O orçamento de 2026 foi aprovado tarde, este ano não quero repetir.": ("cfo", {"M5 status done?"}),
    "O orçamento vai à administração no dia 12 de maio.": ("cfo", {"M5 confirmed true"}),
    "Ainda não aprovei o orçamento e não prometo nada antes de 20 de maio.": ("cfo", {"M5 due null?"}),
    "Assinei o contrato do seguro ontem, o vosso é a seguir.": ("cfo", {"M7 status done?"}),
    "Assinamos o contrato a 4 de junho.": ("cfo", {"M7 due 2027-06-04"}),
    "A assinatura do contrato mantém-se, mesmo com o feriado de 3 de junho.": ("cfo", {"M7 confirmed true"}),
    "A assinatura do contrato digital já está configurada no nosso sistema.": ("cfo", {"M7 status done?"}),
    "O contrato foi assinado por nós, falta a vossa assinatura.": ("cfo", {"M7 status done?"}),
    "A revisão jurídica está feita, com três comentários.": ("legal", {"M6 status done"}),
    "A revisão jurídica fica com o Tiago Valente.": ("legal", {"M6 owner it"}),
    "O Tiago fica com a revisão jurídica esta semana enquanto estou fora.": ("legal", set()),
    "Enviei ontem as minhas notas à revisão jurídica.": ("legal", {"M6 status done?"}),
    "A revisão jurídica não começa sem a versão final do contrato.": ("legal", set()),
    "Para a revisão jurídica contem com 28 de maio.": ("legal", {"M6 due 2027-05-28"}),
    "Nada a dizer sobre a revisão jurídica.": ("legal", {"M6 confirmed true"}),
    "A formação das equipas é nos dias 16, 17 e 18 de junho.": ("hr", {"M8 confirmed true?"}),
    "A formação das equipas já foi marcada com a sala 3.": ("hr", set()),
    "A formação das equipas não é precisa para o turno da noite.": ("hr", set()),
    "Podem tirar a formação das equipas do plano.": ("hr", {"M8 status skipped"}),
    "A formação de segurança das equipas acabou ontem.": ("hr", {"M2 status done?", "M8 status done?"}),
    "A entrada em produção fica para 8 de julho.": ("it", {"M9 due 2027-07-08"}),
    "A entrada em produção não pode ser a 1 de julho, é fecho do semestre.": ("it", {"M9 due null?"}),
    "A entrada em produção do ERP foi a 1 de fevereiro.": ("it", set()),
    "Falei com a Nádia: a revisão jurídica termina a 28 de maio.": ("rep", {"M6 due 2027-05-28"}),
    "A Odete pergunta se a formação pode ser a 25 de junho.": ("rep", set()),
    "O Baltazar acha que o orçamento passa a 12 de maio.": ("rep", {"M5 due null?"}),
    "Estive no piloto da concorrência e gostei.": ("ops", set()),
    "O questionário de segurança está com o nosso consultor, devolve-o a 24 de março.": ("it", {"M2 due 2027-03-24?"}),
    "Recebi o questionário de segurança, vou preenchê-lo esta semana.": ("it", set()),
    "Confirmo que recebi o vosso email de 26 de fevereiro.": ("it", set()),
    "O relatório de pentest que nos enviaram está incompleto.": ("it", set()),
    "Falta o relatório de pentest.": ("it", set()),
    "Questionário de segurança: mais uma semana, por favor.": ("it", {"M2 due 2027-03-26"}),
    "Na migração de dados já migrámos os clientes.": ("it", set()),
    "A migração de dados ficou concluída no sábado.": ("it", {"M4 status done"}),
    "A migração de dados ficará concluída no sábado.": ("it", {"M4 due 2027-03-06?"}),
    "A migração de dados ficaria concluída a 7 de maio se nos derem acesso.": ("it", {"M4 due null?"}),
    "A migração de dados custa 12 mil euros, aprovados em 3 de fevereiro.": ("it", set()),
    "Não há entrada em produção antes de 1 de julho.": ("it", {"M9 due null?"}),
    "O piloto no armazém não foi adiado.": ("ops", {"M3 due null?"}),
    "O piloto no armazém de Setúbal ficou concluído em janeiro.": ("ops", {"M3 status done?"}),
    "A equipa do piloto está pronta.": ("ops", {"M3 status done?", "M8 status done?"}),
    "Para o piloto compramos dez leitores ontem.": ("ops", set()),
    "Estou fora até 16 de abril, o piloto fica com a Nádia nesses dias.": ("ops", {"M3 owner legal?"}),
    "Aprovámos o orçamento das obras.": ("cfo", {"M5 status done?"}),
    "O orçamento só é aprovado depois da assembleia de 19 de maio.": ("cfo", {"M5 due 2027-05-19?"}),
    "O orçamento que apresentaram é alto demais.": ("cfo", set()),
    "Não dei ok a orçamento nenhum.": ("cfo", {"M5 due null?"}),
    "Contrato: assinamos quando a Nádia acabar.": ("cfo", {"M7 status done?"}),
    "O contrato de trabalho da Carla foi assinado hoje, parabéns.": ("cfo", {"M7 status done?"}),
    "Não me parece que a assinatura seja a 28 de maio.": ("cfo", {"M7 due null?"}),
    "A assinatura do contrato a 28 de maio não me dá jeito.": ("cfo", {"M7 due null?"}),
    "A revisão jurídica começa no dia 10 de maio.": ("legal", set()),
    "Revisão jurídica: terminada, mas com reservas que temos de discutir.": ("legal", {"M6 status done?"}),
    "A formação das equipas passa para o Júlio Pacheco.": ("hr", {"M8 owner eng"}),
    "A formação das equipas passa para a sala grande.": ("hr", {"M8 due null?"}),
    "A formação das equipas não fica cancelada, fica para 25 de junho.": ("hr", {"M8 due 2027-06-25"}),
    "Cancelei a sala para a formação das equipas.": ("hr", set()),
    "Tudo confirmado com a Carla para quinta-feira.": ("rep", {"M2 due 2027-03-04?"}),
    "O Tiago confirmou a presença na reunião de 5 de março.": ("rep", {"M1 due 2027-03-05?"}),
}
PORTO: Told = {
    "Buongiorno Jan, il questionario l'abbiamo ricevuto venerdì, grazie.": ("elisa", {"M2.1 status done"}),
    "Il questionario non ci è ancora arrivato.": ("elisa", set()),
    "Il questionario è partito stamattina.": ("jan", {"M2.1 status done"}),
    "Vi mando il questionario entro venerdì 11.": ("jan", {"M2.1 confirmed true"}),
    "La verifica della sicurezza informatica è a buon punto, il fornitore ci ha dato i log il 3 settembre.": (
        "elisa",
        set(),
    ),
    "La verifica della sicurezza è finita? Io non ne so nulla.": ("elisa", {"M2 status done?"}),
    "Abbiamo finito la prima parte della verifica della sicurezza.": ("elisa", set()),
    "La verifica della sicurezza del 2025 si è chiusa il 30 novembre, quella nuova segue lo stesso schema.": (
        "elisa",
        set(),
    ),
    "L'integrazione con la dogana slitta al 6 novembre.": ("elisa", {"M3 due 2026-11-06"}),
    "La dogana chiude per inventario dal 12 al 14 ottobre.": ("elisa", {"M3 due 2026-10-14?"}),
    "Ho sentito che il pilota al gate 2 slitta al 13 novembre.": ("elisa", {"M4 due 2026-11-13?"}),
    "Il pilota al gate 2 parte il 19 ottobre e finisce il 30.": ("bruno", {"M4 confirmed true"}),
    "Il pilota al gate 2 è durato tre settimane nel 2024.": ("bruno", set()),
    "Il gate 2 è chiuso per lavori fino al 18 settembre.": ("bruno", set()),
    "Al gate 2 abbiamo installato le telecamere ieri.": ("bruno", {"M4 status done?"}),
    "Non vogliamo annullare il progetto pilota, solo spostarlo.": ("bruno", {"M4 due null?"}),
    "Spostate pure il progetto pilota al 6 novembre.": ("bruno", {"M4 due 2026-11-06"}),
    "Sarebbe meglio spostare il progetto pilota al 6 novembre.": ("bruno", {"M4 due 2026-11-06?"}),
    "Ho dato il via libera stamattina.": ("renzo", {"M5 status done"}),
    "Il via libera non lo do finché non vedo i numeri.": ("renzo", set()),
    "Il direttore finanziario è fuori fino al 14 settembre.": ("renzo", set()),
    "Ho firmato ieri il contratto con l'impresa di pulizie.": ("renzo", {"M6 status done?"}),
    "La firma la metto io il 20 novembre, nessun problema.": ("renzo", {"M7 confirmed true"}),
    "Firma: non prima del 27 novembre.": ("renzo", {"M7 due null?"}),
    "Per la firma serve anche mia moglie, scherzo. Il 20 va bene.": ("renzo", {"M7 confirmed true"}),
    "La revisione del contratto la sta facendo lo studio legale, io la seguo.": ("nico", set()),
    "Il contratto è fermo dall'avvocato da una settimana.": ("nico", {"M6 status blocked"}),
    "Il contratto di manutenzione scade il 31 dicembre.": ("nico", set()),
    "Da ottobre la revisione del contratto passa a Silvia Neri.": ("nico", {"M6 owner silvia?"}),
    "La revisione del contratto la prende in mano Silvia Neri.": ("nico", {"M6 owner silvia"}),
    "Silvia mi copre la settimana prossima sulla revisione del contratto.": ("nico", {"M6 due null?"}),
    "La formazione dei gruisti la facciamo in due turni, il 14 e il 15 gennaio.": ("bruno", {"M8 due null?"}),
    "La formazione dei gruisti non si può fare prima dell'avviamento.": ("bruno", {"M8 due null?", "M9 due null?"}),
    "I gruisti hanno fatto la formazione antincendio il 2 settembre.": ("bruno", {"M8 status done?"}),
    "La formazione dei gruisti non serve più, li forma il costruttore.": ("bruno", {"M8 status skipped"}),
    "Non serve un'aula per la formazione dei gruisti.": ("bruno", set()),
    "L'avviamento resta fissato al primo febbraio.": ("elisa", {"M9 confirmed true"}),
    "L'avviamento di Trieste è andato bene, il nostro è ancora lontano.": ("elisa", set()),
    "Avviamento il 1° febbraio? Mi sembra presto.": ("elisa", {"M9 due null?"}),
    "Tutto confermato tranne la firma, di cui parlo con Renzo mercoledì.": (
        "silvia",
        {
            "M2 confirmed true",
            "M3 confirmed true",
            "M4 confirmed true",
            "M5 confirmed true",
            "M6 confirmed true",
            "M7 due 2026-09-09?",
            "M8 confirmed true",
            "M9 confirmed true",
        },
    ),
    "Grazie, ne parliamo alla riunione del 10 settembre.": ("silvia", {"M1 due 2026-09-10?"}),
    "Bruno mi ha detto che la formazione è finita.": ("silvia", {"M8 status done?"}),
    "Non sono io la responsabile della firma.": ("silvia", {"M7 owner null?"}),
    "Togliete pure il mio nome dalla lista dei partecipanti alla visita del 15.": ("silvia", set()),
    "La verifica doveva finire ad agosto, poi sono arrivate le ferie.": ("elisa", {"M2 due null?"}),
    "Ho inviato il questionario al collega che lo compila.": ("elisa", {"M2.1 status done?"}),
    "Confermo di aver ricevuto il piano.": ("elisa", set()),
    "Confermo la riunione del 10 settembre alle 15.": ("elisa", {"M1 due 2026-09-10?"}),
    "Per l'integrazione con la dogana il referente è l'ing. Colombo, in ferie fino al 21 settembre.": ("elisa", set()),
    "L'integrazione con la dogana non procede.": ("elisa", set()),
    "L'integrazione con la dogana è pronta per i test.": ("elisa", set()),
    "La dogana ha approvato la nostra richiesta di accesso.": ("elisa", {"M3 status done?"}),
    "Il gate 2 riapre il 21 settembre.": ("bruno", {"M4 due 2026-09-21?"}),
    "Il pilota è slittato.": ("bruno", {"M4 due null?"}),
    "Il pilota non è slittato, tranquilli.": ("bruno", {"M4 due null?"}),
    "Anticipiamo il pilota al 23 ottobre.": ("bruno", {"M4 due 2026-10-23"}),
    "Firmo io il 20 novembre.": ("renzo", {"M7 confirmed true"}),
    "Non firmo niente il 20 novembre.": ("renzo", {"M7 due null?"}),
    "Ho firmato.": ("renzo", set()),
    "Ho firmato l'ordine per i carrelli elevatori.": ("renzo", set()),
    "Il contratto firmato lo mando domani.": ("renzo", {"M6 due 2026-09-08"}),
    "La firma del notaio è il 18 novembre.": ("renzo", {"M7 due 2026-11-18?"}),
    "Il via libera del consiglio c'è, il mio arriva il 6 novembre.": ("renzo", {"M5 confirmed true"}),
    "Sul via libera non ho obiezioni.": ("renzo", {"M5 confirmed true"}),
    "La revisione del contratto è finita ieri sera.": ("nico", {"M6 status done"}),
    "La revisione del contratto non è finita ieri come speravo.": ("nico", set()),
    "Revisione del contratto: manca solo l'allegato B.": ("nico", set()),
    "Entro venerdì vi giro i commenti sul contratto.": ("nico", {"M6 due 2026-09-11?"}),
    "Il contratto con il fornitore di rete è stato firmato.": ("nico", {"M6 status done?"}),
    "La formazione dei gruisti a gennaio è un problema, i corsi sono pieni fino al 29.": (
        "silvia",
        {"M8 due 2027-01-29?"},
    ),
    "La formazione dei gruisti la spostiamo a fine gennaio.": ("silvia", {"M8 due 2027-01-31"}),
    "Chi tiene la formazione dei gruisti?": ("silvia", set()),
    "Bruno non segue più la formazione.": ("silvia", {"M8 due null?"}),
    "La formazione passa da Bruno a Elisa Fontana.": ("silvia", {"M8 owner elisa"}),
    "Elisa aiuta Bruno con la formazione.": ("silvia", set()),
    "L'avviamento è rimandato al 15 febbraio.": ("silvia", {"M9 due 2027-02-15"}),
    "L'avviamento era stato rimandato due volte l'anno scorso.": ("silvia", {"M9 due null?"}),
    "Tutto bene, spero anche tu. L'avviamento?": (
        "silvia",
        {
            "M2 confirmed true?",
            "M3 confirmed true?",
            "M4 confirmed true?",
            "M5 confirmed true?",
            "M6 confirmed true?",
            "M7 confirmed true?",
            "M8 confirmed true?",
            "M9 confirmed true?",
        },
    ),
    "Ci sentiamo dopo l'avviamento, il 3 febbraio.": ("silvia", set()),
    "Da parte mia nessun cambiamento, ma sentite Renzo per la firma.": ("silvia", set()),
    "L'avviamento del 1° febbraio è a rischio.": ("silvia", {"M9 due null?"}),
    "Vi rimando il questionario perché il primo invio era sbagliato.": ("jan", {"M2.1 due null?"}),
}
RIVASOL: Told = {
    "En el piloto de Lisboa participan 12 personas.": ("lucia", set()),
    "La API de pruebas está abierta desde ayer.": ("ignacio", {"M3.1 status done"}),
    "Os abro la API de pruebas en cuanto me deis las IP.": ("ignacio", set()),
    "La API de pruebas del otro proveedor se abrió en enero.": ("ignacio", set()),
    "La integración con el CRM no la hago yo, pregunten a Pilar.": ("ignacio", {"M3 owner null?"}),
    "La integración con el CRM empieza el 1 de marzo.": ("ignacio", set()),
    "El CRM de pacientes se actualizó el domingo, sin novedad.": ("ignacio", {"M3 due 2028-02-13?"}),
    "La EIPD está pendiente de la firma del DPO.": ("pilar", set()),
    "Terminé el primer borrador de la EIPD.": ("pilar", set()),
    "La EIPD la hicimos ya en 2026 para otra aplicación.": ("pilar", set()),
    "La oferta económica final la recibimos el 28 de abril.": ("marisa", {"M6 due 2028-04-28"}),
    "La oferta económica final pasa al 12 de mayo.": ("marisa", {"M6 due 2028-05-12"}),
    "Hemos recibido tres ofertas de otros proveedores.": ("marisa", set()),
    "No firmamos nada sin oferta económica final.": ("marisa", set()),
    "La firma del contrato no será el 19 de mayo.": ("marisa", {"M8 due null?"}),
    "La firma del contrato se hace por vía electrónica.": ("marisa", set()),
    "Firma del contrato: 26 de mayo. Ojo, el 19 es festivo.": ("marisa", {"M8 due 2028-05-26"}),
    "Firmado el acuerdo de confidencialidad, os lo mando hoy.": ("marisa", set()),
    "El comité de dirección se reúne el 11 de mayo y luego otra vez el 8 de junio.": ("lucia", set()),
    "El comité de dirección aprobó la compra de los ordenadores.": ("lucia", set()),
    "El despliegue en 40 clínicas baja a 38, han cerrado dos.": ("lucia", {"M9 status done?"}),
    "El despliegue lo dejamos para el 14 de julio.": ("lucia", {"M9 due 2028-07-14"}),
    "Me gustaría adelantar el despliegue una semana.": ("lucia", {"M9 due 2028-06-23?"}),
    "Adelantad el despliegue una semana, por favor.": ("lucia", {"M9 due 2028-06-23"}),
    "Ignacio me comentó que el piloto de Verona se retrasa.": ("lucia", {"M5 due null?"}),
    "El piloto de Verona ya ha empezado.": ("ilaria", {"M5 status in-progress"}),
    "El piloto de Verona todavía no ha empezado.": ("ilaria", set()),
    "En Verona tenemos feria hasta el 28 de abril.": ("ilaria", set()),
    "La formación de recepción la doy yo con Marta.": ("beatriz", set()),
    "Formé a la recepción de Oporto la semana pasada.": ("beatriz", {"M4.1 due null?"}),
    "No hay cambios salvo en el piloto de Verona.": (
        "lucia",
        {
            "M2 confirmed true",
            "M3 confirmed true",
            "M4 confirmed true",
            "M6 confirmed true",
            "M7 confirmed true",
            "M8 confirmed true",
            "M9 confirmed true",
        },
    ),
    "Confirmo todo menos la firma.": (
        "lucia",
        {
            "M2 confirmed true",
            "M3 confirmed true",
            "M4 confirmed true",
            "M5 confirmed true",
            "M6 confirmed true",
            "M7 confirmed true",
            "M9 confirmed true",
        },
    ),
    "Os confirmo que recibí el plan.": ("lucia", set()),
    "Confirmado lo del martes, nos vemos a las diez.": ("lucia", set()),
    "Ya está listo el material de formación.": ("lucia", {"M4.1 status done?"}),
    "El 19 de mayo estoy en Milán, así que firmo el 22.": ("lucia", {"M8 due 2028-05-22"}),
    "Perdón por el retraso en contestar, he tenido una semana horrible.": ("lucia", set()),
    "El retraso del piloto de Lisboa me preocupa.": ("lucia", {"M4 due null?"}),
}


@cache
def plan_of(name: str) -> Plan:
    plan = load(OWN / f"{name}.yaml").plan
    assert plan is not None
    return plan


def told(name: str, sender: str, text: str) -> set[str]:
    plan, (language, morning) = plan_of(name), MORNINGS[name]
    person = plan.person(sender)
    assert person is not None
    letter = Letter(
        kind="reply",
        sender=Address(person.email, person.name),
        sent_at=morning,
        subject="Re: plan",
        text=text,
        language=language,
    )
    return {shown(change) for change in read_statements(letter, Context(plan=plan)).changes}


@pytest.mark.parametrize("text", IBERA)
def test_a_spanish_sentence_changes_what_it_says_and_nothing_else(text: str) -> None:
    sender, changes = IBERA[text]
    assert told("b/plans/ibera-solar", sender, text) == changes


@pytest.mark.parametrize("text", RIVASOL)
def test_a_spanish_sentence_of_the_clinics_changes_what_it_says_and_nothing_else(text: str) -> None:
    sender, changes = RIVASOL[text]
    assert told("k/plans/rivasol-citas", sender, text) == changes


@pytest.mark.parametrize("text", PORTO)
def test_an_italian_sentence_changes_what_it_says_and_nothing_else(text: str) -> None:
    sender, changes = PORTO[text]
    assert told("e/plans/porto-wms", sender, text) == changes


@pytest.mark.parametrize("text", EQUIPAS)
def test_a_portuguese_sentence_changes_what_it_says_and_nothing_else(text: str) -> None:
    sender, changes = EQUIPAS[text]
    assert told("tongues/plans/plan-pt", sender, text) == changes
