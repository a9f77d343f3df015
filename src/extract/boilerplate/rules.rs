//! Boilerplate by its wording: lines that are never part of an article.

use crate::extract::reason::Reason;

pub(super) struct Rule {
    pub reason: Reason,
    pub ends_article: bool,
    /// Whole lines, folded, separated by `|`.
    pub lines: &'static str,
    /// Beginnings of lines of at most [`super::LONGEST_BEGUN`] words, separated by `|`.
    pub begins: &'static str,
    /// Parts of lines of at most [`super::LONGEST_HOLDING`] words, separated by `|`.
    pub holds: &'static str,
}

pub(super) const RULES: &[Rule] = &[
    Rule {
        reason: Reason::Navigation,
        ends_article: false,
        lines: "close this search box|search|search for|search here|search this site|submit|menu|main menu|\
            navigation|site navigation|primary menu|toggle navigation|toggle menu|open menu|close menu|\
            close|close search|home|homepage|back|back to top|go to top|top|previous|next|previous post|next post|\
            previous article|next article|previous story|next story|older posts|newer posts|more|show more|\
            show less|load more|view more|view all|see all|see more|show all|loading|loading...|site map|\
            sitemap|archives|categories|pages|sections|all sections|table of contents|in this article|jump to|\
            skip|skip navigation|expand|collapse|go|ok|yes|no thanks|dismiss|continue|send|cancel|done|help|faq|\
            skip ad|continue reading|keep reading|read the full story|read full article|read in app|\
            open in app|get started|get started for free|continue browsing|see all products|learn more|find out more|\
            listen|listen to article|listen to this article|watch|watch now|watch live|play|\
            play video|text size|font size|select language|language|settings|edition|past issues|\
            back to article|order reprints|licensing & reprints|report a correction|suggest a correction",
        begins: "skip to |you are here|jump to navigation|jump to content|back to all |return to home",
        holds: "",
    },
    Rule {
        reason: Reason::Account,
        ends_article: false,
        lines: "sign in|sign out|sign up|sign up now|log in|log out|login|logout|register|register now|\
            account|my account|your account|profile|my profile|create account|create an account|subscribe|\
            subscribe now|subscribe today|subscriber login|become a member|join now|join us|donate|donate now|\
            support us|pay now|contribute|already a subscriber?|already a member?|forgot password?|forgot your password?|\
            remember me|username|password|my list|saved articles|manage account",
        begins: "sign in to |log in to |already a subscriber? |you have free articles|to continue reading, |\
            continue reading with a subscription|subscribe to continue reading|subscribe to keep reading|\
            this article is for subscribers|this content is for subscribers",
        holds: "get unlimited access to all|for unlimited access to all",
    },
    Rule {
        reason: Reason::ShareLinks,
        ends_article: false,
        lines: "share|share:|share this|share this:|share this article|share this story|share this post|\
            share article|share story|share via|share on|share with|tweet|tweet this|pin|pin it|print|print this|\
            print article|print this article|email|e-mail|email this|email this article|email article|copy|copy link|\
            copy url|link copied|facebook|twitter|x|x (twitter)|whatsapp|linkedin|reddit|pinterest|instagram|\
            youtube|telegram|tumblr|flipboard|messenger|bluesky|mastodon|threads|tiktok|snapchat|rss|rss feed|\
            facebook messenger|save|bookmark|like|like this|like this:|gift article|social links|post|via email|\
            opens in new window|share full article|0 shares|shares|follow|followed|following|google+|\
            stumbleupon|digg|mix|vkontakte|odnoklassniki|line|wechat|weibo|viber|skype|messages",
        begins: "share on |share to |share via |share this |share with |click to share|click to email|\
            click to print|tweet this|opens in a new |email a link to |send link by ",
        holds: "(opens in new window)",
    },
    Rule {
        reason: Reason::Advertisement,
        ends_article: false,
        lines: "advertisement|advertisements|advertising|ad|ads|advert|adchoices|your ad choices|ad choices|\
            sponsored|sponsored content|sponsored links|sponsored by|promoted|promoted content|paid content|\
            partner content|paid post|- advertisement -|- advertisment -|advertisment|remove ads|why ads?|\
            advertise with us|report this ad|report ad|scroll to continue|article continues below|\
            story continues below|story continues below advertisement|article continues below advertisement|\
            article continues after advertisement|story continues after advertisement|\
            continue reading the main story|scroll to continue with content|content continues below",
        begins: "advertisement - |advertisement. |sponsored content by ",
        holds: "article continues after ad|story continues after ad|continue below this ad",
    },
    Rule {
        reason: Reason::Related,
        ends_article: true,
        lines: "related|related articles|related article|related stories|related story|related posts|\
            related post|related news|related content|related coverage|related topics|related links|related tags|\
            related video|related videos|related reading|related items|related products|popular|popular posts|popular articles|\
            popular stories|popular now|popular news|popular categories|most popular|most read|most viewed|most shared|\
            most commented|most recent|trending|trending now|trending stories|trending news|trending articles|\
            recommended|recommended for you|recommended reading|recommended stories|recommendations|suggested posts|\
            you may also like|you might also like|you may also enjoy|you might also enjoy|you may enjoy|you may like|you might like|you may also be interested in|\
            you might also be interested in|you may have missed|in case you missed it|editors' picks|editor's picks|\
            editor's pick|editors picks|top stories|top news|latest|latest news|latest stories|latest posts|\
            latest articles|latest videos|latest from|recent|recent posts|recent news|recent articles|recent stories|\
            recent comments|featured|featured stories|featured posts|featured articles|featured videos|more stories|\
            more news|more articles|more posts|more to read|more coverage|more like this|more on this story|\
            more on this topic|more on this|more from this author|other stories|other news|other articles|\
            read next|up next|what to read next|read more|read also|also read|see also|don't miss|must read|must reads|\
            keep reading|further reading|explore more|explore further|explore|discover more|what's next|what others are reading|\
            from around the web|around the web|from the web|elsewhere on the web|breaking news|just in|\
            about the author|about author|written by|author|authors|keep exploring|next up|posts navigation|\
            post navigation|share your thoughts|similar articles|similar posts|similar stories|today's top stories",
        begins: "",
        holds: "",
    },
    Rule {
        reason: Reason::Related,
        ends_article: false,
        lines: "",
        begins: "related post:|related posts:|related story:|related stories:|related article:|related coverage|related video:|read more:|read more :|read also:|also read:|see also:|related:|read more about|read next:|\
            up next:|recommended:|you may also like:|more:|don't miss:|watch:|must read:|more on this:",
        holds: "",
    },
    Rule {
        reason: Reason::Appeal,
        ends_article: true,
        lines: "take the next step|support our journalism|support independent journalism|support our work|\
            support quality journalism|why support us|help us keep going|make a donation|if you liked this|\
            if you liked this...|ready to get started?|talk to us|talk to an expert|talk to sales|contact sales|\
            request a demo|book a demo|schedule a demo|free trial|start your free trial|start for free|try it free",
        begins: "enjoyed this |did you enjoy this |did you like this |like what you read|liked this article|\
            liked this story|loved this article|if you enjoyed this |if you liked this |found this article |\
            found this useful|found this helpful|help us keep |help keep our |support our journalism|\
            please consider supporting |please support our |please consider making a donation",
        holds: "",
    },
    Rule {
        reason: Reason::Appeal,
        ends_article: false,
        lines: "",
        begins: "click here to |start your free trial|talk to an expert|speak to an expert",
        holds: "like this story? share|make a donation today|we need your help to keep|become a member today|start your free trial|\
            in free credits|sales specialist to|kept alive by reader",
    },
    Rule {
        reason: Reason::Tags,
        ends_article: true,
        lines: "tags|tag|tags:|topics|topics:|tagged|tagged with|tagged as|filed under|filed under:|\
            posted in|categories:|category|category:|topics in this article|in this story|keywords|keywords:",
        begins: "filed under|tagged with|tagged in|tagged as|posted in |tags: |tags : |tag: |categories: |category: |topics: |\
            keywords: |schlagworte: |schlagworter: |stichworte: |themen: |mots-cles|etiquetas: |tag: ",
        holds: "",
    },
    Rule {
        reason: Reason::CommentForm,
        ends_article: true,
        lines: "leave a reply|leave a comment|leave a response|leave your comment|post a comment|add a comment|\
            add comment|post comment|write a comment|submit comment|cancel reply|reply|replies|comment|comments|\
            comments:|no comments|no comments yet|comments are closed|comments are closed.|comments closed|\
            view comments|view all comments|show comments|hide comments|read comments|load comments|\
            loading comments|join the conversation|join the discussion|conversation|conversations|discussion|\
            start the conversation|sort by|newest|oldest|most voted|0 comments|be the first to comment|\
            be the first to comment.|top rated comments|top comments|comments 0|comments (0)|website|name|name *|email *|your name|your email|\
            your comment|your message|comment *|report this comment|report abuse|newest first|oldest first|\
            leave a comment cancel reply|leave a reply cancel reply|notify me",
        begins: "leave a reply to |leave a reply cancel|your email address will not be published|\
            your e-mail address will not be published|required fields are marked|save my name, email|\
            notify me of |you must be logged in to |please log in to leave|log in to reply|sign in to comment|\
            log in to comment|comments are moderated|this site uses akismet|please read our comment",
        holds: "email address will not be published|learn how your comment data",
    },
    Rule {
        reason: Reason::Newsletter,
        ends_article: false,
        lines: "newsletter|newsletters|our newsletter|newsletter sign up|newsletter signup|email address|\
            your email address|enter your email|enter your email address|get news updates|email sign up|\
            get the app|get our app|download the app|download our app|thank you!|thank you|thanks for subscribing|\
            success!|free newsletters|email newsletter|email newsletters|get alerts|email alerts|stay connected|\
            stay in touch|keep in touch|stay informed|stay up to date|invalid email address",
        begins: "sign up for our |sign up for the |sign up for free |sign up to our |sign up to receive |\
            sign up here |subscribe to our |subscribe to the newsletter|subscribe to receive |join our newsletter|\
            join our mailing list|enter your email |enter your e-mail |thank you for signing up|\
            thank you for subscribing|thanks for signing up|get the latest news |get our newsletter|\
            get breaking news |by signing up|by subscribing|by clicking subscribe|by submitting your |\
            you can unsubscribe|please enter a valid email|an error has occurred|sign up for free|you have successfully subscribed|\
            you have succesfully subscribed|\
            thank you! your submission|oops! something went wrong while|an email with an activation link|check your email to confirm",
        holds: "delivered to your inbox|straight to your inbox|in your inbox|to your inbox|to your email inbox|\
            right in your inbox|sign up for our newsletter|subscribe to our newsletter|sign up to our newsletter|\
            to our mailing list|by signing up, you agree|by subscribing, you agree|by submitting my email|\
            by signing up you agree|by subscribing you agree|our free daily email|our free weekly email|our daily newsletter|\
            our weekly newsletter|our free newsletter|\
            terms of service apply|terms of use and privacy|and privacy policy apply",
    },
    Rule {
        reason: Reason::CookieNotice,
        ends_article: false,
        lines: "accept|accept all|accept cookies|accept all cookies|reject all|reject|decline|i agree|agree|\
            got it|manage preferences|manage cookies|manage consent|cookie policy|cookie settings|\
            cookie preferences|cookies policy|cookies|cookie notice|privacy & cookies|privacy and cookies|\
            cookie consent|privacy overview|strictly necessary|always active|save & accept",
        begins: "we use cookies|we and our partners |this site uses cookies|this website uses cookies|\
            our site uses cookies|our website uses cookies|by continuing to use th|by using this site, you|\
            by using this website, you|by continuing to browse",
        holds: "you agree to our use of cookies|consent to the use of cookies|use of cookies and",
    },
    Rule {
        reason: Reason::LegalNotice,
        ends_article: false,
        lines: "privacy|privacy policy|privacy notice|privacy statement|terms|terms of use|terms of service|\
            terms & conditions|terms and conditions|terms of sale|legal|legal notice|imprint|impressum|disclaimer|\
            copyright|copyright policy|data policy|accessibility|accessibility statement|all rights reserved|\
            all rights reserved.|do not sell my personal information|do not sell my info|your privacy choices|\
            california privacy rights|ethics policy|corrections|editorial policy|subscriber agreement & terms of use|\
            use of this site constitutes acceptance of our user agreement|closed captioning",
        begins: "©|(c) 19|(c) 20|copyright ©|copyright (c)|copyright 19|copyright 20|copyrights ©|\
            do not sell or share my |do not sell my personal|this copy is for your personal, non-commercial",
        holds: "an official website of the united states|all rights reserved|may not be published, broadcast, rewritten",
    },
    Rule {
        reason: Reason::AboutSite,
        ends_article: false,
        lines: "about|about us|contact|contact us|contact information|get in touch|careers|jobs|work with us|\
            advertise|our team|press|press room|media kit|masthead|mission|support|customer service|help center|\
            help centre|connect with us|follow us|follow us:|follow us on|follow us on facebook|\
            follow us on twitter|follow us on instagram|follow us on social media|find us on facebook|\
            quick links|useful links|company|partners|write for us|news tips|got a news tip?|submit a tip|\
            internships|feedback|send feedback|site feedback|customer support|back issues|e-edition|newsstand",
        begins: "have a tip? |got a tip? |have a news tip|do you have a story|follow us and |powered by |proudly powered by|theme by |designed by |follow us on |follow us @|like us on |\
            web design by |website by |built with |hosted by ",
        holds: "follow her on twitter|follow him on twitter|follow me on twitter|follow them on twitter|\
            follow me on instagram|follow along on instagram|connect with us on ",
    },
    Rule {
        reason: Reason::NoteOnEarnings,
        ends_article: false,
        lines: "",
        begins: "",
        holds: "contain affiliate links|contains affiliate links|are affiliate links|enthalt affiliate|may earn a commission|earn a small commission|earn an affiliate commission|\
            independently selected by our|independently chosen by our",
    },
    Rule {
        reason: Reason::Credit,
        ends_article: false,
        lines: "",
        begins: "additional reporting by |reporting by |editing by |fact-checked by |fact checked by |medically reviewed by ",
        holds: "contributed to this report|contributed to this article|contributed to this story|contributed reporting",
    },
    // The same in other European languages, where whole lines are unambiguous.
    Rule {
        reason: Reason::Related,
        ends_article: true,
        lines: "mehr zum thema|auch interessant|das konnte sie auch interessieren|das konnte dich auch interessieren|\
            empfehlungen aus der redaktion|empfehlungen der redaktion|weitere artikel|weitere beitrage|ahnliche artikel|\
            ahnliche beitrage|verwandte artikel|verwandte beitrage|verwandte themen|meistgelesen|meistgelesene artikel|\
            lesen sie auch|lesen sie mehr|lies auch|weiterlesen|zum weiterlesen|neueste beitrage|neueste artikel|\
            letzte beitrage|aktuelle beitrage|beitragsnavigation|uber den autor|uber die autorin|das konnte dir auch gefallen|\
            a lire aussi|lire aussi|a voir aussi|voir aussi|sur le meme sujet|articles similaires|articles lies|\
            les plus lus|dans la meme rubrique|vous aimerez aussi|a propos de l'auteur|articles recents|\
            te puede interesar|tambien te puede interesar|lea tambien|lee tambien|mas informacion|mas noticias|\
            noticias relacionadas|articulos relacionados|lo mas leido|lo mas visto|ultimas noticias|entradas recientes|\
            leggi anche|potrebbe interessarti|potrebbe interessarti anche|articoli correlati|i piu letti|ti potrebbe interessare|\
            leia tambem|leia mais|veja tambem|voce pode gostar|mais lidas|ultimas noticias|artigos relacionados|noticias relacionadas|\
            lees ook|lees meer|meer over dit onderwerp|gerelateerde artikelen|meest gelezen|zobacz takze|czytaj tez|czytaj takze|\
            powiazane artykuly|polecane artykuly|las ocksa|les ogsa|laes ogsa",
        begins: "",
        holds: "",
    },
    Rule {
        reason: Reason::CommentForm,
        ends_article: true,
        lines: "kommentare|kommentar|keine kommentare|kommentar schreiben|kommentar verfassen|kommentar hinterlassen|\
            schreibe einen kommentar|schreiben sie einen kommentar|hinterlasse einen kommentar|hinterlasse eine antwort|\
            antwort hinterlassen|antworten abbrechen|antworten|diskutieren sie mit|no response so far|no responses so far|\
            commentaires|laisser un commentaire|laissez un commentaire|ajouter un commentaire|aucun commentaire|repondre|\
            comentarios|deja un comentario|deja una respuesta|anadir comentario|sin comentarios|comentarios cerrados|\
            commenti|lascia un commento|nessun commento|rispondi|comentario|deixe um comentario|deixe uma resposta|\
            sem comentarios|reacties|geef een reactie|plaats een reactie|komentarze|dodaj komentarz|brak komentarzy",
        begins: "deine e-mail-adresse wird nicht|ihre e-mail-adresse wird nicht|votre adresse e-mail ne sera|\
            votre adresse de messagerie ne sera|tu direccion de correo electronico no|il tuo indirizzo email non|\
            o seu endereco de e-mail nao|je e-mailadres wordt niet|erforderliche felder sind|los campos obligatorios|\
            les champs obligatoires|twoj adres e-mail nie",
        holds: "",
    },
    Rule {
        reason: Reason::ShareLinks,
        ends_article: false,
        lines: "teilen|artikel teilen|beitrag teilen|jetzt teilen|diesen artikel teilen|drucken|artikel drucken|versenden|\
            per mail versenden|auf facebook teilen|auf twitter teilen|folgen sie uns|folge uns|artikel bewerten|\
            war der artikel nutzlich?|war dieser artikel hilfreich?|mochten sie den artikel teilen?|\
            partager|partager cet article|imprimer|suivez-nous|compartir|compartir en facebook|imprimir|siguenos|\
            condividi|condividi su|stampa|seguici|compartilhar|compartilhe|partilhar|delen|deel dit artikel|\
            volg ons|udostepnij|drukuj|dela|skriv ut",
        begins: "teilen auf |teilen mit:|auf facebook teilen|partager sur |compartir en |condividi su |compartilhar no ",
        holds: "",
    },
    Rule {
        reason: Reason::Advertisement,
        ends_article: false,
        lines: "anzeige|werbung|publicite|publicidad|pubblicita|publicidade|advertentie|reklama|annons|\
            anzeige, enthalt affiliate links",
        begins: "artikel wird nach der anzeige|artikel geht nach der anzeige|la suite apres la publicite|\
            la suite apres cette publicite",
        holds: "",
    },
    Rule {
        reason: Reason::Navigation,
        ends_article: false,
        lines: "startseite|zur startseite|nach oben|zum seitenanfang|zuruck|zur ubersicht|weiter|suche|suchen|menu offnen|\
            inhaltsverzeichnis|vorheriger beitrag|nachster beitrag|vorheriger artikel|nachster artikel|accueil|rechercher|\
            haut de page|retour|suivant|precedent|inicio|buscar|volver|siguiente|anterior|indietro|successivo|\
            precedente|cerca|zoeken|terug|volgende|vorige|mehr anzeigen|alle anzeigen|zum inhalt springen|sommaire",
        begins: "zum inhalt |zur navigation |aller au contenu|saltar al contenido|ir al contenido",
        holds: "",
    },
    Rule {
        reason: Reason::Newsletter,
        ends_article: false,
        lines: "newsletter abonnieren|jetzt abonnieren|jetzt anmelden|zum newsletter anmelden|newsletter bestellen|\
            s'abonner|s'abonner a la newsletter|inscrivez-vous|suscribete|suscribirse|iscriviti|iscriviti alla newsletter|\
            inscreva-se|assine|abonneer|aanmelden voor de nieuwsbrief",
        begins: "abonnieren sie unseren newsletter|melden sie sich fur unseren newsletter|abonnez-vous a |\
            suscribete a nuestr|iscriviti alla nostra newsletter|inscrivez-vous a notre newsletter",
        holds: "",
    },
    Rule {
        reason: Reason::LegalNotice,
        ends_article: false,
        lines: "datenschutz|datenschutzerklarung|nutzungsbedingungen|agb|haftungsausschluss|alle rechte vorbehalten|\
            alle angaben ohne gewahr|mentions legales|politique de confidentialite|tous droits reserves|aviso legal|\
            politica de privacidad|todos los derechos reservados|note legali|tutti i diritti riservati|\
            todos os direitos reservados|privacybeleid",
        begins: "",
        holds: "alle rechte vorbehalten|tous droits reserves|todos los derechos reservados|tutti i diritti riservati",
    },
    // The same where a label leads on: to another article, to what is loaded from elsewhere, to a form.
    Rule {
        reason: Reason::Related,
        ends_article: false,
        lines: "siehe auch|mehr dazu|mehr zu diesem thema|lesetipp|zum thema|pour aller plus loin|a lire|a decouvrir|mira tambien|lea mas|\
            leer mas|le puede interesar|contenido relacionado|approfondisci|lees verder|meer lezen|przeczytaj takze|\
            przeczytaj rowniez|czytaj wiecej|polecamy|las mer|les mer|laes mere|lue myos|читаите также|читаите також|\
            相关阅读|関連記事",
        begins: "lesen sie auch |lesen sie auch: |lesen sie mehr: |lesen sie hier: |lesen sie dazu: |lies auch: |auch interessant: |\
            mehr zum thema: |mehr dazu: |siehe auch: |a lire aussi|lire aussi|a voir aussi|voir aussi : |puedes ver: |lee tambien|\
            lea tambien|lea aqui: |te puede interesar: |te recomendamos: |mira tambien|ver tambien: |leggi anche|leggi qui: |\
            leia tambem|leia mais: |veja tambem|lees ook|zobacz takze|zobacz tez|czytaj tez|czytaj takze|przeczytaj takze|\
            las ocksa|las mer: |les ogsa|lue myos|читаите также|читаите також",
        holds: "",
    },
    Rule {
        reason: Reason::CookieNotice,
        ends_article: false,
        lines: "externer inhalt|externe inhalte|empfohlener externer inhalt|empfohlener redaktioneller inhalt|inhalt laden|\
            inhalt anzeigen|inhalte anzeigen|externen inhalt anzeigen|externen inhalt laden|externe inhalte anzeigen|immer anzeigen|alle akzeptieren|\
            akzeptieren|zustimmen|einverstanden|contenu externe|tout accepter|accepter|contenido externo|aceptar todo|aceptar|\
            contenuto esterno|accetta tutto|accetta|externe inhoud|alles accepteren|external content|load content|always allow",
        begins: "an dieser stelle finden sie einen externen|an dieser stelle findest du einen externen|\
            an dieser stelle finden sie einen von|an dieser stelle befindet sich ein externer|hier finden sie einen externen inhalt|\
            hier finden sie externen inhalt|zur anzeige dieses inhalts|zum anzeigen dieses inhalts|um diesen inhalt zu |um diesen inhalt anzu|\
            ich bin damit einverstanden, dass mir |ich bin einverstanden, dass mir |ich stimme zu, dass mir |\
            mit dem laden des videos |mit dem laden des beitrags |mit dem laden des tweets |mit dem laden des inhalts |mit dem laden der karte |mit einem klick auf den button |um deine personlichen daten zu schutzen|\
            um ihre personlichen daten zu schutzen|dieses element enthalt daten |wir benotigen ihre zustimmung |\
            wir benotigen deine zustimmung |wir brauchen ihre zustimmung |wir verwenden cookies|diese website verwendet cookies|\
            diese seite verwendet cookies|ce contenu est bloque|pour afficher ce contenu|nous utilisons des cookies|\
            ce site utilise des cookies|para ver este contenido|utilizamos cookies|este sitio utiliza cookies|\
            per visualizzare questo contenuto|utilizziamo i cookie|questo sito utilizza|deze website gebruikt cookies|\
            this content is hosted by a third|we need your consent to load|we need your permission to load|\
            this article contains content provided by|durfen wir sie in ihrem browser",
        holds: "an drittplattformen ubermittelt|an drittanbieter ubermittelt|externe inhalte angezeigt werden|\
            externe inhalte geladen werden|may be using cookies and other technologies|conditions d'utilisation des cookies",
    },
    Rule {
        reason: Reason::Newsletter,
        ends_article: false,
        lines: "benachrichtigung aktivieren|benachrichtigungen aktivieren|push-nachrichten aktivieren|activer les notifications|\
            activar notificaciones|attiva le notifiche|turn on notifications|enable notifications",
        begins: "melden sie sich fur unseren kostenlosen newsletter|melden sie sich jetzt fur |melden sie sich hier fur |\
            melde dich fur unseren |melde dich jetzt fur |abonnieren sie jetzt unseren |abonniere unseren |jetzt fur den newsletter |\
            inscrivez-vous a la newsletter|inscrivez-vous gratuitement |recevez notre newsletter|recevez chaque |recibe nuestr|\
            suscribase a nuestr|suscribete al |suscribete gratis |iscriviti alla newsletter|assine a nossa newsletter|\
            schrijf je in voor |schrijf u in voor |meld je aan voor |zapisz sie na |never miss the latest |simply pop your email ",
        holds: "newsletter anmelden|newsletter abonnieren|newsletter an und|nuestra newsletter|nuestro boletin|\
            nostra newsletter|notre newsletter gratuite|onze nieuwsbrief|naszego newslettera",
    },
    Rule {
        reason: Reason::ReadingTime,
        ends_article: false,
        lines: "artikel anhoren|diesen artikel anhoren|beitrag anhoren|artikel vorlesen|vorlesen lassen|ecouter l'article|ecouter cet article|\
            escuchar|escuchar noticia|escuchar articulo|ascolta l'articolo|ascolta articolo|ouvir noticia|ouvir artigo|\
            luister naar dit artikel|article audio|listen to the article|audio generado|merken|artikel merken|hier teilen",
        begins: "lesedauer|lesezeit|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd|czas czytania|\
            lasezeit|lukuaika",
        holds: "",
    },
    Rule {
        reason: Reason::Account,
        ends_article: false,
        lines: "jetzt registrieren|jetzt kostenlos registrieren|registrieren|anmelden|einloggen|kostenlos registrieren|jetzt mitglied werden|\
            jetzt weiterlesen|se connecter|je m'abonne|deja abonne ?|deja abonne?|reserve aux abonnes|article reserve aux abonnes|\
            iniciar sesion|registrarse|accedi|registrati|abbonati|entrar|inloggen|aanmelden|zaloguj sie",
        begins: "cet article est reserve aux abonnes|este contenido es exclusivo para|contenuto riservato agli abbonati|\
            questo contenuto e riservato|dieser artikel ist nur fur abonnenten|sie haben bereits ein abo|sie sind bereits abonnent|\
            bitte registrieren sie sich|bitte melden sie sich an|dit artikel is alleen voor abonnees",
        holds: "de cet article a lire",
    },
    Rule {
        reason: Reason::AboutSite,
        ends_article: false,
        lines: "",
        begins: "siguenos en |folgen sie uns auf |folge uns auf |suivez-nous sur |seguici su |volg ons op |siga-nos ",
        holds: "",
    },
    Rule {
        reason: Reason::PictureLabel,
        ends_article: false,
        lines: "image|images|photo|photos|picture|video|videos|gallery|photo gallery|image source|image credit|\
            image caption|image copyright|photo credit|hide caption|toggle caption|enlarge image|enlarge|\
            view gallery|view image|view photos|view larger|open image modal|caption|media caption|click to enlarge|\
            enlarge this image|full screen|fullscreen|slideshow|image unavailable|video unavailable|logo|avatar|\
            featured image|youtube video|embed|embedded video|mute|unmute|live|(image|photo)|\
            view this post on instagram|view this post on threads",
        begins: "a post shared by |click to enlarge|hide caption|toggle caption|click image to ",
        holds: "",
    },
    Rule {
        reason: Reason::BrowserNotice,
        ends_article: false,
        lines: "chrome safari firefox|googlefirefox",
        begins: "you need to enable javascript|please enable javascript|javascript is disabled|\
            your browser does not support|this browser is no longer supported|please update your browser|\
            we've detected you are on |this video is unavailable|sorry, your browser ",
        holds: "enable javascript to view|to a modern browser|requires javascript",
    },
];
