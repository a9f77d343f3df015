//! Why a piece of a page, a text or a mail is not part of its article.

/// Why a piece was stripped. The wording is in one place ([`Reason::why`]), and no code depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Reason {
    /// The page itself hides it.
    Hidden,
    /// Readers' comments.
    Comments,
    /// A comment form, or its heading.
    CommentForm,
    /// A newsletter offer.
    Newsletter,
    /// Sharing links.
    ShareLinks,
    /// Related content.
    Related,
    /// An advertisement.
    Advertisement,
    /// Menus, search and links to other parts of the site.
    Navigation,
    /// A page footer.
    Footer,
    /// A list of sources.
    References,
    /// Form fields.
    Form,
    /// A dialog in front of the page.
    Dialog,
    /// A sidebar.
    Sidebar,
    /// The author, set apart from the text.
    Byline,
    /// The article's categories.
    Tags,
    /// Words below a picture that are not a real caption.
    PictureCaption,
    /// A button, a label or a box of the page.
    PageElement,
    /// A list of links without an introducing sentence.
    Links,
    /// It is outside the element that contains the article.
    BesideArticle,
    /// A copy of earlier text.
    SaidBefore,
    /// A repetition of the title.
    TitleAgain,
    /// A repetition of the byline.
    BylineAgain,
    /// The date of publication.
    Date,
    /// A bare web address.
    Address,
    /// The author's bio.
    AboutAuthor,
    /// A description of the site or company.
    AboutSite,
    /// A number without words.
    Count,
    /// Punctuation only.
    Ornament,
    /// The reading time.
    ReadingTime,
    /// Logging in or subscribing.
    Account,
    /// An appeal for money or help.
    Appeal,
    /// A consent prompt.
    CookieNotice,
    /// Copyright and terms.
    LegalNotice,
    /// A label of a picture or player.
    PictureLabel,
    /// A message for old browsers.
    BrowserNotice,
    /// A picture credit.
    Credit,
    /// A note that the site earns money from its links.
    NoteOnEarnings,
    /// The file name of a picture.
    ImageName,
    /// The site repeats it in many articles.
    SaidInManyArticles,
    /// A newsletter's text about itself.
    AboutNewsletter,
    /// It is above the article.
    BeforeArticle,
    /// It is below the article.
    AfterArticle,
    /// A summary of what the article says in full below.
    SaidAgainBelow,
    /// A run of short lines.
    Menu,
}

impl Reason {
    /// The reason in words, as [`crate::model::Stripped`] holds it.
    pub fn why(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Comments => "comments",
            Self::CommentForm => "comment form",
            Self::Newsletter => "newsletter",
            Self::ShareLinks => "share links",
            Self::Related => "related",
            Self::Advertisement => "advertisement",
            Self::Navigation => "navigation",
            Self::Footer => "footer",
            Self::References => "references",
            Self::Form => "form",
            Self::Dialog => "dialog",
            Self::Sidebar => "sidebar",
            Self::Byline => "byline",
            Self::Tags => "tags",
            Self::PictureCaption => "picture caption",
            Self::PageElement => "page element",
            Self::Links => "links",
            Self::BesideArticle => "outside the article",
            Self::SaidBefore => "repeated text",
            Self::TitleAgain => "repeated title",
            Self::BylineAgain => "repeated byline",
            Self::Date => "date",
            Self::Address => "address",
            Self::AboutAuthor => "about the author",
            Self::AboutSite => "about the site",
            Self::Count => "count",
            Self::Ornament => "ornament",
            Self::ReadingTime => "reading time",
            Self::Account => "account",
            Self::Appeal => "appeal",
            Self::CookieNotice => "cookie notice",
            Self::LegalNotice => "legal notice",
            Self::PictureLabel => "picture label",
            Self::BrowserNotice => "browser notice",
            Self::Credit => "credit",
            Self::NoteOnEarnings => "affiliate disclosure",
            Self::ImageName => "image name",
            Self::SaidInManyArticles => "repeated by the site",
            Self::AboutNewsletter => "about the newsletter",
            Self::BeforeArticle => "before the article",
            Self::AfterArticle => "after the article",
            Self::SaidAgainBelow => "repeated below",
            Self::Menu => "menu",
        }
    }
}
