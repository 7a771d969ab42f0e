/** What answers are made of in one language, as patterns over normalised words (wordsOf). */
export interface ReplyWords {
  /** Say yes wherever they stand. */
  confirms: string;
  /** Say yes at the beginning; what follows may be anything that does not take it back. */
  begins: string;
  cancels: string;
  reschedules: string;
  human: string;
  /** "I cannot come": no answer by itself, since nobody can tell whether it asks to cancel or for another time. */
  absent: string;
}

/** Languages whose answers are understood. All patterns are without accents, as wordsOf leaves them. */
export const REPLY_WORDS: Partial<Record<string, ReplyWords>> = {
  en: {
    confirms:
      '(?:i|we) (?:do |can |will |would like to |want to |wish to )?confirm|(?:im|i am|were|we are|just) confirming|confirmed|^(?:please )?confirm(?:ing)?|' +
      '(?:ill|i will|well|we will|will|can|im going to|i am going to) (?:definitely |certainly |surely |all )?(?:be there|be coming|come|attend|make it|show up)|' +
      '(?:im|i am|were|we are) (?:still )?(?:coming|attending|good to go|on for)|see (?:you|u|ya|yall)|c u|cya|looking? forward|that works|works for (?:me|us)|sounds good|count me in',
    begins: 'yes|yess+|yeah|yea|yeh|yep|yup|yessir|absolutely|definitely|certainly|affirmative|of course',
    cancels: 'cancel|cancell|cancle|cancell?ing|call (?:it|my appointment) off',
    reschedules:
      're ?schedul(?:e|ing)|re ?book(?:ing)?|re ?arrange|postpone|push (?:it|my appointment|the appointment)? ?back|' +
      '(?:move|change|shift|switch) (?:\\w+ ){0,3}?(?:appointment|appt|time|date|day|booking|visit|it|to)|(?:another|different|other|new|later|earlier) (?:day|time|date|slot|appointment|appt)',
    human:
      '(?:call|phone|ring|contact) (?:me|us|back)|call ?back|give (?:me|us) a (?:call|ring)|(?:speak|talk|chat) (?:to|with)|real person|human|representative|operator|receptionist|^(?:an? )?(?:agent|person|someone)$',
    absent:
      '(?:(?:i|we|he|she|they) )?(?:cant|cannot|can not|wont|will not|couldnt|could not|(?:im|i am|were|we are)? ?(?:not able to|unable to|not going to)) (?:be able to )?' +
      '(?:make (?:it|that|this|(?:the|my) (?:appointment|appt))|come(?: in)?|attend|be there|go|keep (?:it|(?:the|my) (?:appointment|appt)))',
  },
  es: {
    confirms:
      'confirmo|confirmamos|confirmad[oa]|confirmar|(?:ahi|alli|alla) (?:estare|estaremos|nos vemos)|(?:estare|estaremos) (?:ahi|alli|alla)|asistire|asistiremos|asisto|acudire|nos vemos|si voy|claro que si|cuente[ n]?? conmigo',
    begins:
      'siyes|claro|por supuesto|si (?:confirm\\w*|asist\\w*|claro|senor\\w*|voy|ire|iremos|estare|ahi|alli|alla|por supuesto|gracias|acud\\w+|llegare|vendre)',
    cancels:
      'cancel(?:a|ar|e|o|en|ala|arla|elo|ela|enla|ame|enme|eme|amos)?|anul(?:a|ar|e|o|en|arla|enla|ela|amos)|dar de baja la cita',
    reschedules:
      'reprogram\\w*|re ?agend\\w*|aplaz\\w+|pospon\\w+|posterg\\w+|(?:cambi(?:ar|o|e|en|arla|emos)|mover(?:la)?|muev\\w+|adelant\\w+) (?:\\w+ ){0,3}?(?:cita|hora|dia|fecha|horario|turno|para)|otr[ao] (?:dia|hora|fecha|cita|horario|momento|turno)',
    human:
      'llam(?:ame|eme|enme|arme|enos|ennos)|(?:me|nos) (?:llam\\w+|pueden? llamar)|hablar con|comunicar\\w* con|operador\\w?|asesora?|^(?:un )?agente$',
    absent:
      '(?:yo )?no (?:puedo|podre|podemos|podremos|voy a poder|vamos a poder|voy a)(?: (?:ir|asistir|llegar|acudir|venir|estar))?',
  },
  fr: {
    confirms:
      '(?:je|nous|on) (?:vous )?(?:le )?confirm(?:e|ons)|jconfirme|^confirm(?:e|er|ee)$|(?:je|nous|on|jy) (?:serai|serons|sera) (?:bien )?(?:la|present\\w*|au rendez vous)|jy serai|jy vais|je (?:viens|viendrai)(?! pas)|cest (?:bon|note)|a (?:demain|bientot|lundi|mardi|mercredi|jeudi|vendredi|samedi)',
    begins: 'oui|ouais|bien sur|daccord|d accord|entendu|confirme',
    cancels: '[jld]?annul(?:er|ez|e|ons)|decommand(?:er|ez|e)',
    reschedules:
      'report(?:er|ez|e|ons)|decal(?:er|ez|e|ons)|deplac(?:er|ez|e|ons)|repouss(?:er|ez|e|ons)|avancer|reprogramm\\w+|(?:chang|modifi)(?:er|ez) (?:\\w+ ){0,3}?l?(?:rendez|rdv|heure|date|jour|horaire)|autre (?:jour|date|heure|moment|rendez|creneau|rdv|horaire)',
    human:
      'r?appel(?:ez|er|le|lez) (?:moi|nous)|(?:ma|me r|nous r|m)appel(?:er|ez|le)|me rappeler|rappelez|parler (?:a|avec)|conseillere?|standard',
    absent:
      '(?:(?:je|nous|on) )?(?:ne |n)?(?:peux|peut|pouvons|pourrai|pourra|pourrons|pourrais|viendrai|viens|viendrons|serai|serons) (?:malheureusement )?pas(?: (?:venir|etre (?:la|present\\w*)|y aller|la|present\\w*|disponible|me (?:deplacer|liberer)|au rendez vous))?',
  },
  de: {
    confirms:
      '(?:ich|wir|hiermit) (?:\\w+ ){0,3}?bestatig(?:e|en)|bestatige|bestatigt|(?:ich|wir) komm(?:e|en)(?! (?:nicht|spater))|(?:ich )?(?:bin|werde) (?:da|dort|dabei|kommen|da sein)|bis (?:dann|morgen|bald|spater|montag|dienstag|mittwoch|donnerstag|freitag|samstag)|passt(?: mir| so| gut)?|alles klar|geht klar|in ordnung|einverstanden',
    begins: 'ja+|jawohl|jap|jo|gerne?|naturlich|selbstverstandlich|bestatig\\w*',
    cancels: 'absag(?:e|en)|storno|stornier(?:en|e|ung)|sag(?:e|en) (?:\\w+ ){0,4}?ab|annullier(?:en|e)|cancel(?:n|e)?',
    reschedules:
      'verschieb(?:en|e|ung)|verleg(?:en|e|ung)|umbuch(?:en|e|ung)|ander(?:e|er|es|en) (?:termin|tag|datum|zeit|uhrzeit)|neue[nr]? termin|termin (?:andern|wechseln|tauschen)',
    human:
      '(?:zuruck)?rufen sie (?:mich|uns)|ruf(?:t|en)? (?:mich|uns)|ruckruf|zuruck ?rufen|(?:sprechen|reden) mit|mit (?:jemandem|einem mitarbeiter|einer person) (?:sprechen|reden)|mitarbeiter|mensch',
    absent:
      '(?:(?:ich|wir) )?(?:kann|konnen|schaffe|schaffen) (?:\\w+ ){0,4}?nicht(?: (?:kommen|wahrnehmen|einhalten|schaffen))?|(?:ich |wir )?komm(?:e|en) (?:\\w+ ){0,2}?nicht|(?:bin|sind) (?:leider )?verhindert',
  },
  pt: {
    confirms:
      'confirmo|confirmamos|confirmad[oa]|pode confirmar|^confirmar|estarei (?:la|ai|presente)|estaremos (?:la|ai)|vou (?:sim|estar|comparecer)|comparecerei|combinado|ate (?:amanha|la|breve|logo|segunda|terca|quarta|quinta|sexta|sabado)',
    begins: 'sim|claro|com certeza|certo|beleza|isso mesmo',
    cancels: 'cancel(?:ar|e|a|o|em|amos|ala|amento)?|desmarc(?:ar|e|a|o|em|amos)',
    reschedules:
      'remarc\\w+|re ?agend\\w*|adi(?:ar|e|o|em)|(?:mud(?:ar|e|em)|alter(?:ar|e|em)|troc(?:ar|e|em)|transferir) (?:\\w+ ){0,3}?(?:consulta|hora|horario|dia|data|para)|outr[ao] (?:dia|hora|horario|data|momento|consulta)',
    human:
      '(?:me|nos) (?:lig(?:ue|a|uem|ar)|cham\\w+|telefon\\w+)|lig(?:ue|a|uem|ar) (?:para )?(?:mim|me)|falar com|atendente|operador\\w?',
    absent:
      '(?:eu )?nao (?:posso|poderei|podemos|vou poder|vamos poder|consigo|vou conseguir|vou)(?: (?:ir|comparecer|estar|vir|chegar))?',
  },
  it: {
    confirms:
      'confermo|confermiamo|confermat[oa]|ci (?:saro|saremo)|(?:io )?vengo|veniamo|verro|a (?:domani|presto|lunedi|martedi|mercoledi|giovedi|venerdi|sabato)|va bene',
    begins: 'siyes|certo|certamente|daccordo|sicuro|si (?:conferm\\w*|certo|grazie|ci saro|vengo|perfetto|va bene)',
    cancels:
      'annull(?:a|are|ate|o|i|arlo|atelo|iamo)|disd(?:ire|ico|etta|ici|ite|iamo)|cancell(?:a|are|ate|o|i|arlo|atelo)',
    reschedules:
      'spost(?:are|a|ate|o|i|iamo|arlo|amento)|rinvi(?:are|a|o|ate|iamo)|posticip\\w+|anticip\\w+|riprogramm\\w+|(?:cambi(?:are|amo)|modificare) (?:\\w+ ){0,3}?l?(?:appuntamento|ora|orario|giorno|data)|(?:un )?altr[oa] (?:giorno|ora|orario|data|appuntamento|momento)',
    human:
      '(?:mi|ci) (?:ri)?chiam(?:i|ate|a|are)|(?:ri)?chiam(?:atemi|ami|ateci|armi)|parlare con|operat(?:ore|rice)|richiamata',
    absent:
      '(?:io )?non (?:posso|potro|possiamo|riesco|riusciro|vengo|verro|ci saro)(?: (?:a )?(?:venire|esserci|presentarmi))?',
  },
};

/** A no of any language, left after what "I cannot come" is made of: whatever stands beside it may be its opposite. */
export const NEGATIONS =
  'no|n|not|nope|nah|non|nein|nee|ne|nao|never|nunca|jamas|jamais|nie|niemals|nicht|kein\\w*|pas|ni|tampoco|nem|neanche|mai|negative|neither|without|sin|sans|ohne|sem|senza|unable|(?:do|does|did|ca|could|would|should|wo|is|are|was|have|has)nt|cannot';

/** Doubts, conditions and questions of any language, and words of a plan that differs from what was asked. */
export const DOUBTS =
  'maybe|perhaps|possibly|probably|might|unsure|hopefully|depends?|depending|think|thought|guess|try|trying|hope|hoping|if|unless|but|however|except|although|though|until|or|wrong|mistake|who|whos|what|whats|which|where|wheres|why|how|when|whether|late|later|earlier|instead|already|waiting|ask|question|' +
  'quizas?|tal vez|talvez|a lo mejor|acaso|depende|creo|espero|pero|aunque|quien|cual|donde|cuando|retras\\w+|' +
  'peut etre|sauf|quand|ou|mais|espere|crois|pense|retard|probablement|' +
  'vielleicht|eventuell|wahrscheinlich|hoffe|hoffentlich|falls|wenn|aber|oder|sondern|ausser|glaube|wer|wann|wo|warum|wie|verspat\\w*|spater|' +
  'forse|magari|dipende|spero|penso|credo|oppure|chi|quando|dove|ritardo|' +
  'acho|porem|ou|quem|onde|atrasad\\w+|atraso|' +
  'cancell?(?:ed|ation)s?|cancelacion(?:es)?|l?annulations?|absage|annullamento|cancelad[oa]s?|annule[es]?s|abgesagt|storniert|annullat[oa]|cancellat[oa]|rescheduled|verschoben|moved|changed';

/** Say yes when nothing else is said but courtesies. */
export const WEAK_YES = new Set(
  (
    'y k kk c ya ok okay okey okie oki okk sure great good perfect fine cool awesome wonderful excellent super right correct alright noted got works confirm ' +
    'si siyes vale bueno bien perfecto listo correcto genial excelente ' +
    'parfait tres top super note ' +
    'gut klar prima perfekt wunderbar super ' +
    'perfeito certo otimo joia blz tudo bom bem ' +
    'perfetto bene ottimo benissimo sicuro'
  ).split(' '),
);

/** Nothing by themselves. */
export const COURTESIES = new Set(
  (
    'thanks thank thankyou thx thnx tks ty tysm you u so much very many a lot please pls plz hi hello hey dear morning afternoon evening day night doctor dr doc sir maam miss mr mrs and have nice great good for the your reminder reminding me we us it is thats that im i am all bye ' +
    'gracias muchas muchisimas mil buenos buenas dias tardes noches hola por favor doctora senor senora senorita saludos el la recordatorio un lindo y ' +
    'merci beaucoup bonjour bonsoir monsieur madame docteur bonne journee soiree svp sil vous plait pour le rappel et cordialement ' +
    'danke schon sehr vielen dank hallo guten morgen tag abend bitte herr frau fur die erinnerung und viele grusse lg mfg ' +
    'obrigado obrigada obg muito boa bom dia tarde noite ola oi por favor pelo lembrete e ' +
    'grazie mille tante buongiorno buonasera salve ciao prego per il promemoria signora signor dottore dottoressa cordiali saluti'
  ).split(' '),
);

/** When, and to whom: beside a weak yes they change nothing. */
export const DETAILS = new Set(
  (
    'then there thing tomorrow today tonight at on monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun am pm oclock noon be my appointment appt in to this will ' +
    'manana hoy lunes martes miercoles jueves viernes sabado domingo a las las cita esta ahi mi ' +
    'demain aujourdhui lundi mardi mercredi jeudi vendredi samedi dimanche h heures rendez vous rdv mon cest ' +
    'morgen heute montag dienstag mittwoch donnerstag freitag samstag um uhr termin alles der den ' +
    'amanha hoje segunda terca quarta quinta sexta feira as horas consulta minha ' +
    'domani oggi lunedi martedi mercoledi giovedi venerdi alle ore appuntamento mio'
  ).split(' '),
);
