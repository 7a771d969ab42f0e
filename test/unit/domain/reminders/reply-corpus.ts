import type { AnswerMeaning } from '../../../../domain/answer.ts';

const texts = (...lines: string[]): string[] => lines.flatMap((line) => line.split(' | '));

/** What people write, by language and by what it comes to. */
export const REPLY_CORPUS: Record<string, Partial<Record<AnswerMeaning, readonly string[]>>> = {
  en: {
    confirm: texts(
      'yes | YES | Yes! | y | Y | yep | Yup | yeah | Yea | yess | ya | k | K. | ok | OK | Okay | okey',
      'ok see you then | Ok, see you there! | see you tomorrow | See u then | c u then | Sure',
      'Sure thing thanks | confirm | Confirmed | CONFIRM | confirming | I confirm',
      "Confirming my appointment | Please confirm | I'll be there | I will be there | we'll be there",
      "Will be there | I'll be there at 9:30 | I'm coming | Yes I will be there with my daughter",
      'yes thank you | Yes, thanks so much | Yes ma’am | yes sir | Yes please | Hi yes I confirm',
      'Good morning yes | Thank you, yes | Thanks see you tomorrow | ok thanks | Ok thank you | 👍 | 👍🏽',
      '👌 | ✅ | Ok 👍 | thanks 👍 | yes 😊 | Liked “Reminder: Dr. Lee tomorrow at 9:30”',
      '👍 to “ Your appointment ” | sounds good | That works for me | works for me | perfect',
      'Perfect, thank you | great | Great! Thanks | absolutely | no problem, see you then',
      "No worries, see you tomorrow | can't wait, see you then | looking forward to it | 1 | 1. |  1  | 1️⃣",
      '１ | 1 thanks | 1 yes | yes 1 | #1 | ok 1 | see you at 2 | C | got it thanks | correct | definitely',
      "of course | I can make it | Yes, I'm still good to go | alright see you then | noted, thanks",
    ),
    cancel: texts(
      'cancel my appointment | Please cancel my appointment | please cancel tomorrow',
      'I need to cancel my appointment | Can I cancel my appointment? | I have to cancel tomorrow',
      "Cancel Tuesday please | can you cancel the 3pm | I can't make it, please cancel my appointment",
      "Can't come tomorrow, cancel please | Cancel appt | 2 | 2 please",
      'sorry but I need to cancel my appointment | No, I need to cancel my appointment',
      'Hi please cancel my visit on Friday | 2 cancel my appointment',
      'I wont be able to make it please cancel my appointment | Yes please cancel my appointment',
      'Cancelling my appointment tomorrow, thanks | pls cancel my appt tmrw',
    ),
    reschedule: texts(
      'reschedule | Please reschedule | I need to reschedule | Can we reschedule? | re-schedule please | 3',
      'could I move my appointment to Friday | I need to move my appointment | can we push it back',
      "another day please | I can't make it, can we reschedule | Is there a different time?",
      'I would like a later time | need to change the time | can i rebook | postpone please',
      'No I need to reschedule | Can I change my appointment? | New date please',
    ),
    human: texts(
      'call me | please call me | Can you call me back? | I want to speak to someone | talk to a human',
      'yes please call me | agent | representative | operator | 0 | give me a call',
      'yes, cancel and call me back',
    ),
    unclear: texts(
      "no | No. | nope | N | not sure | I'm not sure | maybe | perhaps | I think so | I hope so | I'll try",
      "👎 | ❌ | no I can't make it | I can't make it | I won't be able to come | Can't come",
      "we can't make it | 🤷 | ❤️ | yes but I will be late | Yes, but not at 9 | yes no | yes and no",
      "don't cancel | Please don't cancel my appointment | Yes I will be there, do not cancel",
      'yes, but can we change the time | ok? | who is this | Who is this? | yes who is this | what time?',
      'Can you confirm the time? | please confirm the address | Could you please confirm | running late',
      "if I can | I'll be there if the bus comes | ok I will cancel my appointment or move it",
      'yes cancel my other appointment | 4 | 12 | 1 or 2 | 1 pm works better | 2 pm | yes 2',
      '1 cancel my appointment | 2 yes | 1 no | 22 | cancel my appointment and reschedule',
      'has my appointment been cancelled | I already cancelled my appointment | lol | STOP | cancel',
      'no thanks | wrong number | I need to cancel | cancel it | Disliked “Reminder”',
      'Questioned “Reminder” | is it raining | my mother died | unsure | yes unless it snows',
      'see you never | What? no | sí | confirmo | annuler mon rendez-vous | yes, annuler',
    ),
    other: texts('thanks | Thank you | thank you so much | ty | Have a great day | Hello | bye | Good morning'),
  },
  es: {
    confirm: texts(
      'sí | Sí | si | SI | Si confirmo | sí confirmo | si, confirmo mi cita | Confirmo | confirmada',
      'Confirmado gracias | ok | Ok gracias | vale | Vale, gracias | claro | Claro que sí | por supuesto',
      'perfecto | Perfecto muchas gracias | ahí estaré | Allí estaremos | estaré ahí | si ahí estaré',
      'Sí señorita | Si gracias | asistiré | Sí asistiré gracias | nos vemos mañana | Hola sí confirmo',
      'Buenos días, confirmo asistencia | buenas tardes si confirmo | Sí voy | listo | 1 | 👍🏼',
      'Sí, allí estaré a las 9 | bueno | Está bien, gracias | sí por favor | yes | sin problema, nos vemos',
    ),
    cancel: texts(
      'cancelar | Cancelar mi cita | Quiero cancelar | cancele por favor | Cancela mi cita por favor',
      'Necesito cancelar la cita | No puedo ir, cancele la cita | no puedo asistir, cancelen por favor',
      'anular | Anular la cita | quiero anular mi cita | 2 | Hola, quisiera cancelar mi cita de mañana',
      'cancélela por favor | Lo siento pero tengo que cancelar la cita',
    ),
    reschedule: texts(
      'reprogramar | Quiero reprogramar mi cita | reagendar | cambiar la cita | Puedo cambiar la hora?',
      'otro día por favor | no puedo ir, otra fecha por favor | No puedo, quiero reagendar',
      'aplazar la cita | 3 | ¿Me pueden cambiar el día? | posponer',
    ),
    human: texts(
      'llámame | llámeme por favor | quiero hablar con alguien | hablar con una persona | operador',
      'Por favor llámenme',
    ),
    unclear: texts(
      'no | No | no puedo | No puedo ir | no sé | tal vez | quizás | no voy a poder ir | si puedo les aviso',
      'sí pero llego tarde | no cancelar | no cancele mi cita | si no llueve | ¿quién es? | quien habla',
      'a qué hora? | depende | creo que sí | no gracias | cancelar o cambiar la cita | Ya fue cancelada',
      'basta | alto | ¿sí? | si puedo ir',
    ),
    other: texts('gracias | Muchas gracias | mil gracias | hola buenas tardes'),
  },
  fr: {
    confirm: texts(
      "oui | Oui | OUI ! | ouais | ok | Ok merci | d'accord | D'accord, merci | Je confirme",
      "je confirme ma visite | confirmé | Oui je confirme | je serai là | Je serai présente | J'y serai",
      'nous serons là | à demain | Oui, à demain | Merci, à demain | Bonjour oui je confirme | parfait',
      "Très bien merci | bien sûr | c'est bon | C'est noté merci | entendu | 1 | 👍 | yes",
      'Bonjour, je vous confirme mon rendez-vous | je viens | Pas de problème, à demain',
      'Oui merci beaucoup | Confirmer',
    ),
    cancel: texts(
      "annuler | Annuler mon rendez-vous | Je dois annuler | j'annule | annulez svp",
      'Veuillez annuler mon rdv | je souhaite annuler | Je ne peux pas venir, annulez mon rendez-vous',
      "Bonjour je voudrais l'annuler | je ne pourrai pas venir merci d’annuler | 2",
      'Désolé mais je dois annuler mon rdv | Pouvez-vous annuler mon rendez-vous ?',
    ),
    reschedule: texts(
      'reporter | Je voudrais reporter mon rendez-vous | déplacer le rdv | changer la date',
      'un autre jour svp | décaler | 3 | Je ne peux pas venir, un autre créneau ? | peut-on décaler ?',
      'modifier mon rdv | Je souhaite changer l’heure',
    ),
    human: texts(
      'rappelez-moi | Rappelez moi svp | appelez-moi | je veux parler à quelqu’un | un conseiller',
      'parler avec une personne',
    ),
    unclear: texts(
      'non | Non | je ne sais pas | peut-être | je ne peux pas | je ne peux pas venir | je ne viendrai pas',
      "oui mais je serai en retard | ne pas annuler | n'annulez pas | oui sauf si la neige",
      'qui êtes-vous ? | à quelle heure ? | si je peux | si | Pouvez-vous confirmer l’heure ?',
      'annuler ou reporter | non merci | arrêt | oui ? | rendez-vous annulés',
    ),
    other: texts('merci | Merci beaucoup | merci pour le rappel | bonne journée | Bonjour'),
  },
  de: {
    confirm: texts(
      'ja | Ja | JA! | ja gerne | Ja, danke | jawohl | ok | Ok danke | passt | Passt mir gut | alles klar',
      'Alles klar, danke | bestätigt | Ich bestätige | Ich bestätige den Termin',
      'Hiermit bestätige ich den Termin | Termin bestätigt | bestätigen | ich komme | Ich komme gerne',
      'Wir kommen | bin da | Ich bin da | bis morgen | Ja, bis morgen | Bis dann | in Ordnung | 1 | 👍',
      'Guten Tag, ja ich komme | Danke, bis morgen | geht klar | einverstanden | prima',
      'kein Problem, bis dann | Ja ich werde da sein',
    ),
    cancel: texts(
      'absagen | Termin absagen | Ich muss leider absagen | Ich muss den Termin absagen | Bitte stornieren',
      'Ich sage den Termin ab | 2 | Ich kann leider nicht kommen, bitte absagen | Storno',
      'Bitte sagen Sie den Termin ab | ich möchte den termin stornieren',
      'Ich kann morgen nicht, ich muss absagen',
    ),
    reschedule: texts(
      'verschieben | Ich möchte den Termin verschieben | Können wir verschieben? | anderer Termin bitte',
      'einen anderen Tag bitte | 3 | Ich kann nicht kommen, bitte neuer Termin',
      'Ich brauche einen neuen Termin | umbuchen | Termin verlegen bitte',
    ),
    human: texts(
      'Rufen Sie mich an | bitte zurückrufen | Rückruf bitte | ich möchte mit jemandem sprechen',
      'Mitarbeiter',
    ),
    unclear: texts(
      'nein | Nein | nicht sicher | vielleicht | weiß nicht | ich kann nicht | Ich komme nicht',
      'ich kann leider nicht kommen | bitte nicht absagen | ja aber später | ja, falls der Zug fährt',
      'wer ist das? | wann? | bin verhindert | nein danke | Absagen oder verschieben',
      'der Termin wurde abgesagt | ja? | Ich komme später | stopp | falsche Nummer',
    ),
    other: texts('danke | Vielen Dank | danke schön | Danke für die Erinnerung | Guten Tag'),
  },
  pt: {
    confirm: texts(
      'sim | Sim | SIM! | sim confirmo | Confirmo | confirmado | Confirmada, obrigada | pode confirmar | ok',
      'Ok obrigado | estarei lá | Estarei aí | Sim, estarei presente | combinado | até amanhã',
      'Sim, até amanhã | claro | com certeza | beleza | Bom dia, confirmo | Boa tarde sim confirmo | Oi sim',
      'confirmo minha consulta | vou sim | perfeito | 1 | 👍🏾 | Tudo certo | Confirmar',
      'sim, muito obrigada | comparecerei | sem problemas, até amanhã | Confirmo presença no horário',
    ),
    cancel: texts(
      'cancelar | Cancelar consulta | Quero cancelar | preciso cancelar | Preciso desmarcar | desmarcar',
      'cancele por favor | 2 | Não posso ir, pode cancelar | não vou poder ir, cancele por favor',
      'Bom dia, preciso cancelar minha consulta | não consigo ir, quero desmarcar',
    ),
    reschedule: texts(
      'remarcar | Quero remarcar | preciso remarcar a consulta | reagendar | mudar o horário',
      'outro dia por favor | 3 | Não posso ir, quero remarcar | podemos adiar? | alterar a data',
      'trocar o dia',
    ),
    human: texts('me liga | me ligue por favor | quero falar com alguém | falar com atendente | atendente'),
    unclear: texts(
      'não | Nao | não sei | talvez | não posso | não posso ir | não vou poder comparecer',
      'sim mas vou atrasada | depende | não cancelar | não cancele | quem é? | onde fica? | sim?',
      'acho que sim | cancelar ou remarcar | foi cancelada | parar',
    ),
    other: texts('obrigado | Muito obrigada | obrigada pelo lembrete | bom dia'),
  },
  it: {
    confirm: texts(
      'sì | Sì | si | SI | sì confermo | si confermo | Confermo | confermato | Confermata grazie | ok',
      "Ok grazie | va bene | Va bene, grazie | d'accordo | certo | Certamente | ci sarò | Ci saremo | vengo",
      'a domani | Sì, a domani | perfetto | 1 | 👍 | Buongiorno, confermo | Buonasera sì confermo',
      'Salve, confermo l’appuntamento | nessun problema, a domani | ottimo grazie',
    ),
    cancel: texts(
      'annulla | annullare | Vorrei annullare | disdire | Devo disdire | disdico',
      "Devo annullare l'appuntamento | cancellare | 2 | Non posso venire, annullate per favore",
      'Buongiorno, devo disdire l’appuntamento | non riesco a venire, devo disdire',
    ),
    reschedule: texts(
      "spostare | Vorrei spostare l'appuntamento | possiamo spostare? | un altro giorno | rinviare",
      "cambiare l'orario | 3 | Non posso venire, possiamo spostare? | posticipare | altra data per favore",
    ),
    human: texts('richiamatemi | mi chiami per favore | vorrei parlare con qualcuno | chiamatemi | operatore'),
    unclear: texts(
      'no | non so | forse | non posso | non posso venire | non riesco a venire | sì ma in ritardo',
      'non annullare | chi è? | quando? | sì? | dipende | annullare o spostare | se posso',
      'è stato annullato | spero di sì | neanche per sogno',
    ),
    other: texts('grazie | Grazie mille | buongiorno | grazie per il promemoria'),
  },
};
