//! What the names of a page's elements (tag, class, id, role, itemprop) say about their content.
//!
//! Names are split into words at hyphens, underscores, capitals and spaces. Lists of words and word pairs define
//! which mean boilerplate and which the article. The lists were drawn up by hand, with counts from pages with known
//! bodies: on how many sites such an element was part of the article and on how many not. Whether a name is trusted
//! depends on the element's content; that is decided in `choice` and `sift`.

use crate::extract::reason::Reason;
use dom_query::NodeRef;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// What an element's names say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signs {
    /// Whether it belongs to the page, and why.
    pub boilerplate: Option<NamedBoilerplate>,
    /// Whether it contains an article's body.
    pub is_body: bool,
    /// Whether its content is shown on request.
    pub opens: bool,
    /// Whether it contains another site's post, embedded in the article.
    pub is_embed: bool,
}

/// Why an element may be stripped, and how far its name is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NamedBoilerplate {
    /// The reason, in the words of a document's dropped pieces.
    pub reason: Reason,
    pub trust: Trust,
}

/// How far a name is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// Only if the element contains no running text.
    Little,
    /// Unless the element contains much of the page's running text.
    Much,
    /// Whatever it contains.
    Whole,
}

struct Words {
    reason: Reason,
    trust: Trust,
    /// Words and word pairs, separated by `|`.
    names: &'static str,
}

/// Earlier rows take precedence.
const BOILERPLATE: &[Words] = &[
    Words {
        reason: Reason::CookieNotice,
        trust: Trust::Whole,
        names: "onetrust|cookiebot|cybot|didomi|qc cmp|usercentrics|trustarc|truste|iubenda|cookieconsent|cookiebanner|\
            cookiebar|cookielaw|cookienotice|cookie banner|cookie bar|cookie consent|cookie dialog|cookie law|cookie message|\
            cookie modal|cookie notice|cookie notification|cookie overlay|cookie popup|cookie warning|cookies banner|\
            cookies notice|cookies consent|consent banner|consent dialog|consent manager|consent modal|consent overlay|\
            consent popup|consent sdk|consent tool|cmpbox|cmplz|gdpr|gdpr banner|sp message|\
            privacy banner|privacy manager|cc window|axeptio|evidon|cookiefirst|tc privacy|rgpd|lgpd|cmp container|\
            cmp modal|cmp overlay|cookies bar|cookies modal|cookies popup|aviso cookies|bandeau cookies|cookie hinweis|borlabs|klaro|osano|termly|complianz|cky consent|tarteaucitron",
    },
    Words {
        reason: Reason::Hidden,
        trust: Trust::Much,
        names: "sr only|reader text|screen reader|visually hidden|visuallyhidden|print only|noprint|offscreen|\
            a11y text|assistive text|skip link|display none|d print|print block",
    },
    Words {
        reason: Reason::Comments,
        trust: Trust::Much,
        names: "comments|comment|commentlist|disqus|respond|reply|livefyre|coral talk|responses|fb comments|\
            user comments|discussion thread|webmentions|pingback|trackback|hyvor|giscus|utterances|kommentare|kommentar|\
            commentaires|comentarios|commenti|reacties|postcomment",
    },
    Words {
        reason: Reason::Newsletter,
        trust: Trust::Much,
        names: "newsletter|newsletters|subscribe|subscription|signup|sign up|optin|opt in|mailchimp|email capture|\
            email signup|mailing list|news letter|convertkit|leadbox|hbspt|subscribeform|inbox",
    },
    Words {
        reason: Reason::ShareLinks,
        trust: Trust::Much,
        names: "share|sharing|sharebar|sharedaddy|addtoany|addthis|sharethis|shariff|social links|social media|social icons|\
            social share|socials|social bar|social buttons|share buttons|follow us|follow buttons|jp relatedposts|sassy social|\
            social|sns|heateor",
    },
    Words {
        reason: Reason::Related,
        trust: Trust::Much,
        names: "related|relatedposts|recommended|recommendation|recommendations|recommends|recirc|recirculation|\
            trending|most read|most popular|most viewed|mostread|popular posts|read next|\
            read also|more from|more stories|more news|more articles|more posts|up next|upnext|also like|also read|\
            outbrain|taboola|recent posts|recent articles|recent stories|latest posts|latest news|latest articles|latest stories|next article|\
            next post|next story|prev next|post navigation|posts navigation|nextpost|see also|similar|onward journey|\
            you may|further reading|yarpp|zergnet|teads|mgid|revcontent|dianomi|story list|storylist|link list|linklist|\
            crp related|crosslinks|interlinking|inline promo|inlinerelated|rollover people|article list|post list|\
            post grid|posts grid|in article link|suggested|articles list|posts list|blogroll|verwandte|weiterlesen|relacionadas|relacionados|\
            correlati",
    },
    Words {
        reason: Reason::Related,
        trust: Trust::Little,
        names: "teaser|teasers|read more|readmore|more on|continue reading|popular|latest",
    },
    Words {
        reason: Reason::Advertisement,
        trust: Trust::Much,
        names: "ad|ads|advert|adverts|advertisement|advertising|adslot|adsbygoogle|adunit|ad unit|ad slot|dfp|gpt ad|\
            sponsor|sponsored|sponsorship|promo|promos|promotion|promoted|promobox|paywall|commercial|affiliate box|\
            cta|ctas|affiliate text|affiliate disclosure|affiliate disclaimer|werbung|anzeige|appstores|call action|calltoaction|adbox|banner ad|upsell|product recommendation|marketing|offer|optimonk",
    },
    Words {
        reason: Reason::Navigation,
        trust: Trust::Much,
        names: "nav|navbar|navigation|navi|menu|menus|submenu|megamenu|topnav|subnav|navlist|menubar|breadcrumb|breadcrumbs|\
            breadcrumbtrail|masthead|toolbar|topbar|top bar|skip|pagination|pager|paginator|toc|table contents|tableofcontents|lwptoc|\
            site header|page header|global header|header menu|header top|search form|searchform|search box|searchbox|search bar|\
            sitemap|jump links|anchor links|back top|backtop|scroll top|language switcher|dropdown menu|user menu|mobile menu|\
            pageheader|globalheader|site nav|page nav|tabs nav|tab list|tablist|sidebar nav|progress bar|hamburger|drawer|offcanvas",
    },
    Words {
        reason: Reason::Footer,
        trust: Trust::Much,
        names: "footer|footers|pagefooter|globalfooter|site footer|colophon|contentinfo|copyright|site info|foot|disclaimer|\
            disclaimers|disclosure|legal|editors note footer|trademark|imprint",
    },
    Words {
        reason: Reason::References,
        trust: Trust::Much,
        names: "references|reflist|ref list|bibliography|citations|article citation",
    },
    Words {
        reason: Reason::Form,
        trust: Trust::Much,
        names: "modal|popup|popover|pop up|lightbox|cookie|cookies|consent|login|signin|register|\
            contact form|wpcf7|wpforms|gform|feedback|poll|quiz|survey|captcha|toast|tooltip|snackbar|message bar|was this|dialog|rate this|\
            rating form|post ratings|loginform|alertbar|infobar",
    },
    Words {
        reason: Reason::Sidebar,
        trust: Trust::Much,
        names: "sidebar|sidebars|widget area|widget title|side bar|sidecolumn|side column|rightrail|right rail|rail|complementary|\
            right column|rightcolumn|rightcol|secondary column|aside|article aside|sticky side|siderail|widgettitle",
    },
    Words {
        reason: Reason::Byline,
        trust: Trust::Much,
        names: "byline|bylines|author bio|author box|author info|author card|author name|author link|author avatar|author meta|\
            author details|author image|about author|aboutauthor|authorbox|authorbio|bio box|biography box|bio|entry meta|post meta|article meta|\
            post info|entry date|post date|article date|publish date|date published|date modified|pubdate|timestamp|\
            published date|reading time|read time|readtime|vcard|story meta|content meta|meta data|metadata|metabar|blog meta|\
            page meta|author|authors|posted on|last updated|contributors|contributor|reviewer|article info|story info|meta info|\
            date line|publication date|kicker|eyebrow|meta date|meta author|article credit|author block|about the",
    },
    Words {
        reason: Reason::Tags,
        trust: Trust::Much,
        names: "tags|taglist|tag list|tagcloud|tag cloud|tag links|tags links|post tags|entry tags|article tags|cat links|post categories|\
            entry categories|entry footer|post footer|article footer|taxonomies|keywords|topics|article topics|topic list|\
            post category|category link|entry category|story tags|category list|postmetadata",
    },
    Words {
        reason: Reason::PictureCaption,
        trust: Trust::Much,
        names: "caption|captions|caption text|image caption|photo caption|credit|image credit|photo credit|photographer|\
            imagecaption|photocaption|figcaption|gallery|slideshow|resgallery|photo gallery|image gallery|media caption|\
            video caption|picture caption|img caption|image source|bildunterschrift|legende|image box|imginline|\
            didascalia|legend|wp caption",
    },
    Words {
        reason: Reason::PageElement,
        trust: Trust::Little,
        names: "button|buttons|btn|btns|icon|icons|date|time|meta|info|card|cards|links|social|tag|header|\
            carousel|slider|subtitle|subhead|contact|label|badge|action|actions|control|controls|toggle|dropdown|expand|\
            player|audio|video|thumbnail|thumb|count|counter|views|rating|stars|price|cart|update|updated|published|\
            category|categories|extra|extras|ribbon|banner|hero|print|listen|login|bookmark|save|follow|logo|branding|about|\
            headline|title bar|disclaimer text|location|sticky|cookie notice|loading|placeholder|profile|avatar|event|events",
    },
];

/// Names of elements with the body. `content` and `main` alone name half of every page.
const BODY: &str = "articlebody|article body|article content|articlecontent|article text|articletext|entry content|entrycontent|\
    post content|postcontent|post body|postbody|post entry|story body|storybody|story content|story text|storytext|\
    blog content|blog post|blogpost|news content|news body|news text|article copy|body copy|bodycopy|body content|page content|\
    article main|article detail|article inner|content body|contentbody|main content|maincontent|rich text|richtext|\
    td post|single content|content article|post text|text body|field body|node content|article wrapper|artikel|notizia|\
    article story|article post|body text|bodytext|theme content|storyline|h entry|e content|essay|main text|review body|\
    blog body|blog entry|entry body|prose|description body|itemtext|news detail|wysiwyg|markdown body|article module|content text";

/// Names of elements that are collapsed until opened.
const OPENING: &str = "accordion|collapse|collapsible|faq|tab|tabs|tabpanel|panel|toggle|expandable|expand|details|spoiler|reveal|disclosure panel|truncate|more";

/// Names of embedded posts of other sites.
const EMBED: &str = "embed|embedded|embeds|tweet|twitter tweet|instagram media|tiktok embed|bluesky embed|oembed|reddit embed";

/// A word after one of these says what an element has, not what it is: `has-sidebar`, `no-ads`.
const NEGATING: &[&str] = &[
    "has",
    "no",
    "with",
    "without",
    "is",
    "not",
    "js",
    "hide",
    "show",
    "supports",
    "wp",
    "child",
    "before",
    "below",
    "hentry",
    "post",
    "type",
    "elementor",
];

/// The lists, prepared for lookup.
static BOILERPLATE_OF: LazyLock<FxHashMap<&'static str, (usize, NamedBoilerplate)>> = LazyLock::new(|| {
    let mut names = FxHashMap::default();
    for (at, words) in BOILERPLATE.iter().enumerate() {
        for name in words.names.split('|') {
            names.entry(name).or_insert((at, NamedBoilerplate { reason: words.reason, trust: words.trust }));
        }
    }
    names
});

static BODY_NAMES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| BODY.split('|').collect());
static OPENING_NAMES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| OPENING.split('|').collect());
static EMBED_NAMES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| EMBED.split('|').collect());

impl Signs {
    /// Interprets an element's names.
    pub fn read(node: &NodeRef, tag: &str) -> Self {
        let mut signs = Self { boilerplate: of_tag(tag).filter(|_| !is_note(node)), ..Self::default() };
        signs.opens = node.has_attr("aria-expanded") || node.has_attr("aria-controls");
        // Elements around the whole page are named after its theme.
        if matches!(tag, "html" | "body") {
            return Self::default();
        }
        let mut first = usize::MAX;
        let is_heading = matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        for key in ["class", "id", "role", "itemprop"] {
            // A heading's id is derived from its text, as a link target.
            let Some(value) = node.attr(key).filter(|_| !(is_heading && key == "id")) else { continue };
            for name in
                value.split_ascii_whitespace().take(MOST_NAMES).filter(|name| name.len() <= LONGEST_NAME)
            {
                signs.read_name(name, &mut first);
            }
        }
        if signs.is_embed
            && signs.boilerplate.is_some_and(|boilerplate| boilerplate.reason == Reason::ShareLinks)
        {
            signs.boilerplate = None;
        }
        let is_dialog =
            |key: &str, value: &str| node.attr(key).is_some_and(|is| is.eq_ignore_ascii_case(value));
        if tag == "dialog"
            || is_dialog("role", "dialog")
            || is_dialog("role", "alertdialog")
            || is_dialog("aria-modal", "true")
        {
            signs.boilerplate = signs.boilerplate.filter(|boilerplate| boilerplate.trust == Trust::Whole);
            signs.boilerplate.get_or_insert(NamedBoilerplate { reason: Reason::Dialog, trust: Trust::Whole });
        }
        if is_hidden(node) {
            signs.boilerplate = Some(NamedBoilerplate { reason: Reason::Hidden, trust: Trust::Much });
        }
        signs
    }

    fn read_name(&mut self, name: &str, first: &mut usize) {
        // WordPress puts a post's categories among the classes of its element.
        if ["format-", "post_format-"].iter().any(|kind| name.starts_with(kind))
            || (["tag-", "category-", "author-"].iter().any(|kind| name.starts_with(kind)) && name.len() > 12)
        {
            return;
        }
        // The words are in one string, so that any two in a row are a slice of it.
        let joined = words(name);
        let mut before = "";
        let mut start = 0;
        while start < joined.len() {
            let end = joined[start..].find(' ').map_or(joined.len(), |length| start + length);
            let word = &joined[start..end];
            let second = joined.get(end + 1..).and_then(|rest| rest.split(' ').next());
            let pair = second.map(|second| &joined[start..end + 1 + second.len()]);
            start = end + 1;
            if NEGATING.contains(&before) {
                before = word;
                continue;
            }
            for name in pair.into_iter().chain([word]) {
                if let Some(&(rank, boilerplate)) = BOILERPLATE_OF.get(name)
                    && (rank < *first)
                {
                    *first = rank;
                    if self.boilerplate.is_none_or(|known| known.trust <= boilerplate.trust) {
                        self.boilerplate = Some(boilerplate);
                    }
                }
                self.is_body |= BODY_NAMES.contains(name);
                self.opens |= OPENING_NAMES.contains(name);
                self.is_embed |= EMBED_NAMES.contains(name);
            }
            before = word;
        }
    }
}

/// How many classes of an element are read, and the maximum length of a name.
const MOST_NAMES: usize = 24;
const LONGEST_NAME: usize = 80;

fn of_tag(tag: &str) -> Option<NamedBoilerplate> {
    let (reason, trust) = match tag {
        "nav" => (Reason::Navigation, Trust::Much),
        "footer" => (Reason::Footer, Trust::Much),
        "aside" => (Reason::Sidebar, Trust::Much),
        "form" | "fieldset" => (Reason::Form, Trust::Much),
        "figcaption" => (Reason::PictureCaption, Trust::Much),
        "header" | "time" | "label" => (Reason::PageElement, Trust::Little),
        _ => return None,
    };
    Some(NamedBoilerplate { reason, trust })
}

/// Whether an element is a note on the text, wherever it is placed.
fn is_note(node: &NodeRef) -> bool {
    const NAMES: [&str; 4] = ["footnote", "endnote", "sidenote", "marginnote"];
    let is_named = |key: &str| {
        node.attr(key).is_some_and(|names| NAMES.iter().any(|name| names.to_ascii_lowercase().contains(name)))
    };
    node.has_name("aside") && (is_named("class") || is_named("role"))
}

/// Whether the page itself hides an element.
fn is_hidden(node: &NodeRef) -> bool {
    // React sends parts of a page in advance, hidden and numbered, and moves them into place later.
    let is_sent_ahead = || node.id_attr().is_some_and(|id| id.starts_with("S:"));
    // What even screen readers skip is purely visual: an ornament, a copy.
    if node.attr("aria-hidden").is_some_and(|value| value.as_ref() == "true") {
        return true;
    }
    if node.has_attr("hidden") {
        return !is_sent_ahead();
    }
    let style = node.attr("style").map(|style| style.replace(' ', "").to_ascii_lowercase());
    style.is_some_and(|style| style.contains("display:none") || style.contains("visibility:hidden"))
}

/// The words of a name, separated by spaces: `articleBody__main-2` is `article body main`. Generated names
/// (`css-1ad9x`, `sc-kAdVbc`) are ignored, and so are two letters beside one, which may be generated as well (`ad-9f`).
fn words(name: &str) -> String {
    const SHORTEST_BESIDE: usize = 3;
    let parts = || name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let is_generated = is_of_tool(name) || parts().any(is_hash);
    let mut words = String::with_capacity(name.len() + 4);
    for part in parts().filter_map(word_of).filter(|part| !is_generated || part.len() >= SHORTEST_BESIDE) {
        let mut was_lower = false;
        for c in part.chars() {
            if (c.is_ascii_uppercase() && was_lower) && !words.ends_with(' ') {
                words.push(' ');
            }
            words.push(c.to_ascii_lowercase());
            was_lower = c.is_ascii_lowercase();
        }
        if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// The letters in a part of a name: `h2`, `ad300x250` and `articleBody` are words. It is not a word if digits come
/// before or among its letters (`1ad9`, `a3xQz`), or if capitals are too frequent (`kAdVbc`).
fn word_of(part: &str) -> Option<&str> {
    const LEAST_TURNS: usize = 2;
    const SHORTEST: usize = 3;
    let figures = part.find(|c: char| c.is_ascii_digit()).unwrap_or(part.len());
    let (word, rest) = part.split_at(figures);
    let turns = word.as_bytes().windows(2);
    let turns = turns.filter(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()).count();
    let is_restless = turns >= LEAST_TURNS && word.len() < (turns + 1) * SHORTEST;
    let is_counted = rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x');
    (is_counted && !is_restless && !word.is_empty()).then_some(word)
}

/// Whether a part of a name mixes letters and digits, as only generated ones do; `300x250` is a size.
fn is_hash(part: &str) -> bool {
    let is_size = part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x');
    !is_size && part.contains(|c: char| c.is_ascii_digit()) && word_of(part).is_none()
}

/// Whether a name was made by a tool that puts its own name before a hash.
fn is_of_tool(name: &str) -> bool {
    ["jsx-", "svelte-", "css-", "sc-", "astro-", "emotion-"].iter().any(|tool| name.starts_with(tool))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(html: &str) -> Option<&'static str> {
        let page = dom_query::Document::from(html);
        let node = *page.select("#x, .x").nodes().first().unwrap();
        Signs::read(&node, &node.node_name().unwrap()).boilerplate.map(|boilerplate| boilerplate.reason.why())
    }

    #[test]
    fn names_say_what_elements_are() {
        for (html, expected) in [
            ("<div class='x relatedStories-list related'>", Some("related")),
            ("<div class='x site-newsletter__box'>", Some("newsletter")),
            ("<div class='x has-sidebar'>", None),
            ("<div class='x entry-content'>", None),
            ("<nav id=x>", Some("navigation")),
            ("<div id=x style='display: none'>", Some("hidden")),
            ("<div id='S:1' class=x hidden>", None),
            ("<div class='x social-media-embed'>", None),
            ("<p class='x shadow'>", None),
            ("<div class='x post-4 type-post format-gallery category-advertising'>", None),
        ] {
            assert_eq!(why(html), expected, "{html}");
        }
    }

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(words("articleBody__main-2"), "article body main");
        assert_eq!(words("42"), "");
        for (name, expected) in [
            ("css-1ad9", "css"),
            ("styles_box__a3dQz", "styles box"),
            ("sc-kAdVbC", ""),
            ("ad300x250", "ad"),
            ("mc4wp", ""),
            ("ad-9f", ""),
            ("_ad_1q2w3_1", ""),
            ("jsx-ad12", "jsx"),
            ("teaser-9f3ab", "teaser"),
            ("ad-slot-2", "ad slot"),
            ("ad-300x250", "ad"),
            ("h2", "h"),
            ("topAd", "top ad"),
            ("postNavBar", "post nav bar"),
        ] {
            assert_eq!(words(name), expected, "{name}");
        }
    }
}
