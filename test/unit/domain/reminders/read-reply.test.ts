import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerMeaning } from '../../../../domain/answer.ts';
import { readReply } from '../../../../domain/reminders/read-reply.ts';
import { readSms } from '../../../../domain/sms-meaning.ts';

const KEYS = { '1': 'confirm', '2': 'cancel', '3': 'reschedule', '0': 'human', '9': 'opt_out' } as const;
const read = (text: string, languages: readonly string[] = ['en-US']): AnswerMeaning =>
  readReply(text, { keys: KEYS, languages });

/** What people write, by language and by what it comes to. */
const CORPUS: Record<string, Partial<Record<AnswerMeaning, readonly string[]>>> = {
  en: {
    confirm: [
      [
        'yes',
        'YES',
        'Yes!',
        'y',
        'Y',
        'yep',
        'Yup',
        'yeah',
        'Yea',
        'yess',
        'ya',
        'k',
        'K.',
        'ok',
        'OK',
        'Okay',
        'okey',
      ],
      [
        'ok see you then',
        'Ok, see you there!',
        'see you tomorrow',
        'See u then',
        'c u then',
        'Sure',
        'Sure thing thanks',
      ],
      ['confirm', 'Confirmed', 'CONFIRM', 'confirming', 'I confirm', 'Confirming my appointment', 'Please confirm'],
      ["I'll be there", 'I will be there', "we'll be there", 'Will be there', "I'll be there at 9:30", "I'm coming"],
      [
        'Yes I will be there with my daughter',
        'yes thank you',
        'Yes, thanks so much',
        'Yes ma’am',
        'yes sir',
        'Yes please',
      ],
      [
        'Hi yes I confirm',
        'Good morning yes',
        'Thank you, yes',
        'Thanks see you tomorrow',
        'ok thanks',
        'Ok thank you',
      ],
      [
        '👍',
        '👍🏽',
        '👌',
        '✅',
        'Ok 👍',
        'thanks 👍',
        'yes 😊',
        'Liked “Reminder: Dr. Lee tomorrow at 9:30”',
        '👍 to “ Your appointment ”',
      ],
      [
        'sounds good',
        'That works for me',
        'works for me',
        'perfect',
        'Perfect, thank you',
        'great',
        'Great! Thanks',
        'absolutely',
      ],
      ['no problem, see you then', 'No worries, see you tomorrow', "can't wait, see you then", 'looking forward to it'],
      [
        '1',
        '1.',
        ' 1 ',
        '1️⃣',
        '１',
        '1 thanks',
        '1 yes',
        'yes 1',
        '#1',
        'ok 1',
        'see you at 2',
        'C',
        'got it thanks',
        'correct',
      ],
      [
        'definitely',
        'of course',
        'I can make it',
        "Yes, I'm still good to go",
        'alright see you then',
        'noted, thanks',
      ],
    ].flat(),
    cancel: [
      [
        'cancel my appointment',
        'Please cancel my appointment',
        'please cancel tomorrow',
        'I need to cancel my appointment',
      ],
      ['Can I cancel my appointment?', 'I have to cancel tomorrow', 'Cancel Tuesday please', 'can you cancel the 3pm'],
      [
        "I can't make it, please cancel my appointment",
        "Can't come tomorrow, cancel please",
        'Cancel appt',
        '2',
        '2 please',
      ],
      [
        'sorry but I need to cancel my appointment',
        'No, I need to cancel my appointment',
        'Hi please cancel my visit on Friday',
      ],
      [
        '2 cancel my appointment',
        'I wont be able to make it please cancel my appointment',
        'Yes please cancel my appointment',
      ],
      ['Cancelling my appointment tomorrow, thanks', 'pls cancel my appt tmrw'],
    ].flat(),
    reschedule: [
      ['reschedule', 'Please reschedule', 'I need to reschedule', 'Can we reschedule?', 're-schedule please', '3'],
      [
        'could I move my appointment to Friday',
        'I need to move my appointment',
        'can we push it back',
        'another day please',
      ],
      [
        "I can't make it, can we reschedule",
        'Is there a different time?',
        'I would like a later time',
        'need to change the time',
      ],
      ['can i rebook', 'postpone please', 'No I need to reschedule', 'Can I change my appointment?', 'New date please'],
    ].flat(),
    human: [
      [
        'call me',
        'please call me',
        'Can you call me back?',
        'I want to speak to someone',
        'talk to a human',
        'yes please call me',
      ],
      ['agent', 'representative', 'operator', '0', 'give me a call', 'yes, cancel and call me back'],
    ].flat(),
    unclear: [
      [
        'no',
        'No.',
        'nope',
        'N',
        'not sure',
        "I'm not sure",
        'maybe',
        'perhaps',
        'I think so',
        'I hope so',
        "I'll try",
        '👎',
        '❌',
      ],
      [
        "no I can't make it",
        "I can't make it",
        "I won't be able to come",
        "Can't come",
        "we can't make it",
        '🤷',
        '❤️',
      ],
      [
        'yes but I will be late',
        'Yes, but not at 9',
        'yes no',
        'yes and no',
        "don't cancel",
        "Please don't cancel my appointment",
      ],
      [
        'Yes I will be there, do not cancel',
        'yes, but can we change the time',
        'ok?',
        'who is this',
        'Who is this?',
        'yes who is this',
      ],
      [
        'what time?',
        'Can you confirm the time?',
        'please confirm the address',
        'Could you please confirm',
        'running late',
      ],
      [
        'if I can',
        "I'll be there if the bus comes",
        'ok I will cancel my appointment or move it',
        'yes cancel my other appointment',
      ],
      ['4', '12', '1 or 2', '1 pm works better', '2 pm', 'yes 2', '1 cancel my appointment', '2 yes', '1 no', '22'],
      [
        'cancel my appointment and reschedule',
        'has my appointment been cancelled',
        'I already cancelled my appointment',
        'lol',
      ],
      [
        'STOP',
        'cancel',
        'no thanks',
        'wrong number',
        'I need to cancel',
        'cancel it',
        'Disliked “Reminder”',
        'Questioned “Reminder”',
      ],
      ['is it raining', 'my mother died', 'unsure', 'yes unless it snows', 'see you never', 'What? no'],
      ['sí', 'confirmo', 'annuler mon rendez-vous', 'yes, annuler'],
    ].flat(),
    other: [
      '',
      '  ',
      'thanks',
      'Thank you',
      'thank you so much',
      'ty',
      'Have a great day',
      'Hello',
      'bye',
      'Good morning',
    ],
  },
  es: {
    confirm: [
      [
        'sí',
        'Sí',
        'si',
        'SI',
        'Si confirmo',
        'sí confirmo',
        'si, confirmo mi cita',
        'Confirmo',
        'confirmada',
        'Confirmado gracias',
      ],
      [
        'ok',
        'Ok gracias',
        'vale',
        'Vale, gracias',
        'claro',
        'Claro que sí',
        'por supuesto',
        'perfecto',
        'Perfecto muchas gracias',
      ],
      [
        'ahí estaré',
        'Allí estaremos',
        'estaré ahí',
        'si ahí estaré',
        'Sí señorita',
        'Si gracias',
        'asistiré',
        'Sí asistiré gracias',
      ],
      [
        'nos vemos mañana',
        'Hola sí confirmo',
        'Buenos días, confirmo asistencia',
        'buenas tardes si confirmo',
        'Sí voy',
        'listo',
        '1',
        '👍🏼',
      ],
      ['Sí, allí estaré a las 9', 'bueno', 'Está bien, gracias', 'sí por favor', 'yes', 'sin problema, nos vemos'],
    ].flat(),
    cancel: [
      [
        'cancelar',
        'Cancelar mi cita',
        'Quiero cancelar',
        'cancele por favor',
        'Cancela mi cita por favor',
        'Necesito cancelar la cita',
      ],
      [
        'No puedo ir, cancele la cita',
        'no puedo asistir, cancelen por favor',
        'anular',
        'Anular la cita',
        'quiero anular mi cita',
        '2',
      ],
      ['Hola, quisiera cancelar mi cita de mañana', 'cancélela por favor', 'Lo siento pero tengo que cancelar la cita'],
    ].flat(),
    reschedule: [
      [
        'reprogramar',
        'Quiero reprogramar mi cita',
        'reagendar',
        'cambiar la cita',
        'Puedo cambiar la hora?',
        'otro día por favor',
      ],
      ['no puedo ir, otra fecha por favor', 'No puedo, quiero reagendar', 'aplazar la cita', '3'],
      ['¿Me pueden cambiar el día?', 'posponer'],
    ].flat(),
    human: [
      'llámame',
      'llámeme por favor',
      'quiero hablar con alguien',
      'hablar con una persona',
      'operador',
      'Por favor llámenme',
    ],
    unclear: [
      [
        'no',
        'No',
        'no puedo',
        'No puedo ir',
        'no sé',
        'tal vez',
        'quizás',
        'no voy a poder ir',
        'si puedo les aviso',
        'sí pero llego tarde',
      ],
      [
        'no cancelar',
        'no cancele mi cita',
        'si no llueve',
        '¿quién es?',
        'quien habla',
        'a qué hora?',
        'depende',
        'creo que sí',
      ],
      ['no gracias', 'cancelar o cambiar la cita', 'Ya fue cancelada', 'basta', 'alto', '¿sí?', 'si puedo ir'],
    ].flat(),
    other: ['gracias', 'Muchas gracias', 'mil gracias', 'hola buenas tardes'],
  },
  fr: {
    confirm: [
      [
        'oui',
        'Oui',
        'OUI !',
        'ouais',
        'ok',
        'Ok merci',
        "d'accord",
        "D'accord, merci",
        'Je confirme',
        'je confirme ma visite',
        'confirmé',
      ],
      [
        'Oui je confirme',
        'je serai là',
        'Je serai présente',
        "J'y serai",
        'nous serons là',
        'à demain',
        'Oui, à demain',
        'Merci, à demain',
      ],
      [
        'Bonjour oui je confirme',
        'parfait',
        'Très bien merci',
        'bien sûr',
        "c'est bon",
        "C'est noté merci",
        'entendu',
        '1',
        '👍',
        'yes',
      ],
      [
        'Bonjour, je vous confirme mon rendez-vous',
        'je viens',
        'Pas de problème, à demain',
        'Oui merci beaucoup',
        'Confirmer',
      ],
    ].flat(),
    cancel: [
      [
        'annuler',
        'Annuler mon rendez-vous',
        'Je dois annuler',
        "j'annule",
        'annulez svp',
        'Veuillez annuler mon rdv',
        'je souhaite annuler',
      ],
      [
        'Je ne peux pas venir, annulez mon rendez-vous',
        "Bonjour je voudrais l'annuler",
        'je ne pourrai pas venir merci d’annuler',
        '2',
      ],
      ['Désolé mais je dois annuler mon rdv', 'Pouvez-vous annuler mon rendez-vous ?'],
    ].flat(),
    reschedule: [
      [
        'reporter',
        'Je voudrais reporter mon rendez-vous',
        'déplacer le rdv',
        'changer la date',
        'un autre jour svp',
        'décaler',
        '3',
      ],
      [
        'Je ne peux pas venir, un autre créneau ?',
        'peut-on décaler ?',
        'modifier mon rdv',
        'Je souhaite changer l’heure',
      ],
    ].flat(),
    human: [
      'rappelez-moi',
      'Rappelez moi svp',
      'appelez-moi',
      'je veux parler à quelqu’un',
      'un conseiller',
      'parler avec une personne',
    ],
    unclear: [
      [
        'non',
        'Non',
        'je ne sais pas',
        'peut-être',
        'je ne peux pas',
        'je ne peux pas venir',
        'je ne viendrai pas',
        'oui mais je serai en retard',
      ],
      [
        'ne pas annuler',
        "n'annulez pas",
        'oui sauf si la neige',
        'qui êtes-vous ?',
        'à quelle heure ?',
        'si je peux',
        'si',
      ],
      ['Pouvez-vous confirmer l’heure ?', 'annuler ou reporter', 'non merci', 'arrêt', 'oui ?', 'rendez-vous annulés'],
    ].flat(),
    other: ['merci', 'Merci beaucoup', 'merci pour le rappel', 'bonne journée', 'Bonjour'],
  },
  de: {
    confirm: [
      [
        'ja',
        'Ja',
        'JA!',
        'ja gerne',
        'Ja, danke',
        'jawohl',
        'ok',
        'Ok danke',
        'passt',
        'Passt mir gut',
        'alles klar',
        'Alles klar, danke',
      ],
      [
        'bestätigt',
        'Ich bestätige',
        'Ich bestätige den Termin',
        'Hiermit bestätige ich den Termin',
        'Termin bestätigt',
        'bestätigen',
      ],
      [
        'ich komme',
        'Ich komme gerne',
        'Wir kommen',
        'bin da',
        'Ich bin da',
        'bis morgen',
        'Ja, bis morgen',
        'Bis dann',
        'in Ordnung',
        '1',
        '👍',
      ],
      [
        'Guten Tag, ja ich komme',
        'Danke, bis morgen',
        'geht klar',
        'einverstanden',
        'prima',
        'kein Problem, bis dann',
        'Ja ich werde da sein',
      ],
    ].flat(),
    cancel: [
      [
        'absagen',
        'Termin absagen',
        'Ich muss leider absagen',
        'Ich muss den Termin absagen',
        'Bitte stornieren',
        'Ich sage den Termin ab',
        '2',
      ],
      [
        'Ich kann leider nicht kommen, bitte absagen',
        'Storno',
        'Bitte sagen Sie den Termin ab',
        'ich möchte den termin stornieren',
      ],
      ['Ich kann morgen nicht, ich muss absagen'],
    ].flat(),
    reschedule: [
      [
        'verschieben',
        'Ich möchte den Termin verschieben',
        'Können wir verschieben?',
        'anderer Termin bitte',
        'einen anderen Tag bitte',
        '3',
      ],
      [
        'Ich kann nicht kommen, bitte neuer Termin',
        'Ich brauche einen neuen Termin',
        'umbuchen',
        'Termin verlegen bitte',
      ],
    ].flat(),
    human: [
      'Rufen Sie mich an',
      'bitte zurückrufen',
      'Rückruf bitte',
      'ich möchte mit jemandem sprechen',
      'Mitarbeiter',
    ],
    unclear: [
      [
        'nein',
        'Nein',
        'nicht sicher',
        'vielleicht',
        'weiß nicht',
        'ich kann nicht',
        'Ich komme nicht',
        'ich kann leider nicht kommen',
      ],
      [
        'bitte nicht absagen',
        'ja aber später',
        'ja, falls der Zug fährt',
        'wer ist das?',
        'wann?',
        'bin verhindert',
        'nein danke',
      ],
      ['Absagen oder verschieben', 'der Termin wurde abgesagt', 'ja?', 'Ich komme später', 'stopp', 'falsche Nummer'],
    ].flat(),
    other: ['danke', 'Vielen Dank', 'danke schön', 'Danke für die Erinnerung', 'Guten Tag'],
  },
  pt: {
    confirm: [
      [
        'sim',
        'Sim',
        'SIM!',
        'sim confirmo',
        'Confirmo',
        'confirmado',
        'Confirmada, obrigada',
        'pode confirmar',
        'ok',
        'Ok obrigado',
      ],
      [
        'estarei lá',
        'Estarei aí',
        'Sim, estarei presente',
        'combinado',
        'até amanhã',
        'Sim, até amanhã',
        'claro',
        'com certeza',
        'beleza',
      ],
      [
        'Bom dia, confirmo',
        'Boa tarde sim confirmo',
        'Oi sim',
        'confirmo minha consulta',
        'vou sim',
        'perfeito',
        '1',
        '👍🏾',
        'Tudo certo',
      ],
      ['Confirmar', 'sim, muito obrigada', 'comparecerei', 'sem problemas, até amanhã', 'Confirmo presença no horário'],
    ].flat(),
    cancel: [
      [
        'cancelar',
        'Cancelar consulta',
        'Quero cancelar',
        'preciso cancelar',
        'Preciso desmarcar',
        'desmarcar',
        'cancele por favor',
        '2',
      ],
      [
        'Não posso ir, pode cancelar',
        'não vou poder ir, cancele por favor',
        'Bom dia, preciso cancelar minha consulta',
      ],
      ['não consigo ir, quero desmarcar'],
    ].flat(),
    reschedule: [
      [
        'remarcar',
        'Quero remarcar',
        'preciso remarcar a consulta',
        'reagendar',
        'mudar o horário',
        'outro dia por favor',
        '3',
      ],
      ['Não posso ir, quero remarcar', 'podemos adiar?', 'alterar a data', 'trocar o dia'],
    ].flat(),
    human: ['me liga', 'me ligue por favor', 'quero falar com alguém', 'falar com atendente', 'atendente'],
    unclear: [
      [
        'não',
        'Nao',
        'não sei',
        'talvez',
        'não posso',
        'não posso ir',
        'não vou poder comparecer',
        'sim mas vou atrasada',
        'depende',
      ],
      [
        'não cancelar',
        'não cancele',
        'quem é?',
        'onde fica?',
        'sim?',
        'acho que sim',
        'cancelar ou remarcar',
        'foi cancelada',
        'parar',
      ],
    ].flat(),
    other: ['obrigado', 'Muito obrigada', 'obrigada pelo lembrete', 'bom dia'],
  },
  it: {
    confirm: [
      [
        'sì',
        'Sì',
        'si',
        'SI',
        'sì confermo',
        'si confermo',
        'Confermo',
        'confermato',
        'Confermata grazie',
        'ok',
        'Ok grazie',
        'va bene',
      ],
      [
        'Va bene, grazie',
        "d'accordo",
        'certo',
        'Certamente',
        'ci sarò',
        'Ci saremo',
        'vengo',
        'a domani',
        'Sì, a domani',
        'perfetto',
        '1',
        '👍',
      ],
      [
        'Buongiorno, confermo',
        'Buonasera sì confermo',
        'Salve, confermo l’appuntamento',
        'nessun problema, a domani',
        'ottimo grazie',
      ],
    ].flat(),
    cancel: [
      [
        'annulla',
        'annullare',
        'Vorrei annullare',
        'disdire',
        'Devo disdire',
        'disdico',
        "Devo annullare l'appuntamento",
        'cancellare',
        '2',
      ],
      [
        'Non posso venire, annullate per favore',
        'Buongiorno, devo disdire l’appuntamento',
        'non riesco a venire, devo disdire',
      ],
    ].flat(),
    reschedule: [
      [
        'spostare',
        "Vorrei spostare l'appuntamento",
        'possiamo spostare?',
        'un altro giorno',
        'rinviare',
        "cambiare l'orario",
        '3',
      ],
      ['Non posso venire, possiamo spostare?', 'posticipare', 'altra data per favore'],
    ].flat(),
    human: ['richiamatemi', 'mi chiami per favore', 'vorrei parlare con qualcuno', 'chiamatemi', 'operatore'],
    unclear: [
      [
        'no',
        'non so',
        'forse',
        'non posso',
        'non posso venire',
        'non riesco a venire',
        'sì ma in ritardo',
        'non annullare',
        'chi è?',
      ],
      [
        'quando?',
        'sì?',
        'dipende',
        'annullare o spostare',
        'se posso',
        'è stato annullato',
        'spero di sì',
        'neanche per sogno',
      ],
    ].flat(),
    other: ['grazie', 'Grazie mille', 'buongiorno', 'grazie per il promemoria'],
  },
};
const CASES = Object.entries(CORPUS).flatMap(([language, byMeaning]) =>
  Object.entries(byMeaning).flatMap(([meaning, texts]) =>
    (texts ?? []).map((text) => [language, meaning, text] as const),
  ),
);

describe('readReply', () => {
  it.each(CASES)('reads (%s) %s in "%s"', (language, meaning, text) => {
    expect(read(text, [language])).toBe(meaning);
  });

  it('has more than 150 real replies in English, and more than 50 in every other language', () => {
    const count = (language: string): number => CASES.filter(([of]) => of === language).length;
    expect(count('en')).toBeGreaterThan(150);
    for (const language of ['es', 'fr', 'de', 'pt', 'it']) expect(count(language)).toBeGreaterThan(50);
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(
        fc.oneof(
          fc.constantFrom(...CASES.map(([, , text]) => text)),
          fc.constantFrom(
            'stop',
            'no',
            'not',
            'yes',
            'remove me',
            'wrong number',
            'cancel',
            'opt out',
            'but',
            'lol',
            '?',
          ),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join(' ')),
  );

  it('never takes for a yes what may be a no to being contacted', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyText, fc.constantFrom('en', 'es', 'fr', 'de', 'pt', 'it', 'nl'), (text, language) => {
        const meaning = readSms(text);
        if (meaning !== 'opt_out' && meaning !== 'doubtful') return;
        seen += 1;
        expect(read(text, [language])).toBe('unclear');
      }),
      { numRuns: 3000 },
    );
    expect(seen).toBeGreaterThan(300);
  });

  it('never takes a yes for one that a no stands beside, before or behind', () => {
    const yes = fc.constantFrom(
      ...CASES.filter(([of, meaning, text]) => of === 'en' && meaning === 'confirm' && /^[a-z' ]+$/i.test(text)).map(
        ([, , text]) => text,
      ),
    );
    const no = fc.constantFrom(
      "I can't come",
      'not sure',
      'maybe',
      'if I can',
      'but I may be away',
      "don't",
      'nope',
      'unless it rains',
    );
    fc.assert(
      fc.property(yes, no, fc.boolean(), (one, other, before) => {
        expect(read(before ? `${other}, ${one}` : `${one}, ${other}`)).not.toBe('confirm');
      }),
    );
  });

  it('reads the same whatever the case, the punctuation and the accents', () => {
    const decoration = fc.array(fc.constantFrom(' ', '.', '!', '"', '…', ','), { maxLength: 4 });
    const one = fc.constantFrom(...CASES.filter(([of, , text]) => of === 'en' && /^[a-z][a-z ]*$/i.test(text)));
    fc.assert(
      fc.property(decoration, one, decoration, fc.boolean(), (before, [, meaning, text], after, upper) => {
        expect(read([...before, upper ? text.toUpperCase() : text, ...after].join(''))).toBe(meaning);
      }),
    );
  });

  it('understands keys by the programme alone, and words of its languages alone', () => {
    const swapped = { keys: { '1': 'cancel', C: 'confirm' } as const, languages: ['fr-CA'] };
    expect(readReply('1', swapped)).toBe('cancel');
    expect(readReply('c', swapped)).toBe('confirm');
    expect(readReply('2', swapped)).toBe('unclear');
    expect(readReply('9', swapped)).toBe('unclear');
    expect(read('9')).toBe('opt_out');
    expect(readReply('oui', { keys: {}, languages: [] })).toBe('unclear');
    expect(readReply('oui', { keys: {}, languages: ['fr-CA'] })).toBe('confirm');
    // Somebody may have meant the appointment, in a language that nobody here was said to speak.
    expect(readReply('absagen', { keys: {}, languages: ['fr'] })).toBe('unclear');
  });

  it('takes a spoken "cancel" for the appointment, and a spoken no to the calls for none', () => {
    const spoken = (text: string): AnswerMeaning =>
      readReply(text, { keys: KEYS, languages: ['en'] }, { spoken: true });
    expect(spoken('cancel')).toBe('cancel');
    expect(spoken('I need to cancel')).toBe('cancel');
    expect(spoken('stop calling me, yes')).toBe('unclear');
    expect(spoken('wrong number, but yes')).toBe('unclear');
  });

  it('reads a text of any length in a moment', () => {
    for (const unit of ['yes ', 'no ', 'cancel ', 'can you ', 'ich kann ', 'move my ', 'thanks ', '1 ', '👍']) {
      expect(['unclear', 'confirm', 'other']).toContain(read(unit.repeat(20_000), ['en', 'de', 'es', 'fr']));
    }
  });
});
