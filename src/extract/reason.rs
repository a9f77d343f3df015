//! Why a piece of a page, a text or a mail is not part of its article.

/// What a piece is that was stripped. The words for it are made in one place ([`Reason::why`]) and decide nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Reason {
    /// The page itself says that it is not to be seen.
    Hidden,
    /// What readers have said.
    Comments,
    /// A form for comments, or the heading of some.
    CommentForm,
    /// An offer of mails.
    Newsletter,
    /// Links to pass the article on.
    ShareLinks,
    /// Other things to read.
    Related,
    /// An advertisement.
    Advertisement,
    /// Menus, search and links to other parts of the site.
    Navigation,
    /// What stands at the bottom of every page.
    Footer,
    /// A list of sources.
    References,
    /// Fields to be filled in.
    Form,
    /// A window that stands before the page.
    Dialog,
    /// A column beside the article.
    Sidebar,
    /// Who wrote it, set apart.
    Byline,
    /// What the article is filed under.
    Tags,
    /// Words under a picture that are no caption of their own.
    PictureCaption,
    /// A button, a label or a box of the page.
    PageElement,
    /// A list of links that no sentence leads to.
    Links,
    /// It stands outside the element that holds the article.
    BesideArticle,
    /// A copy of what the page has said already.
    SaidBefore,
    /// The title.
    TitleAgain,
    /// The byline.
    BylineAgain,
    /// When it was written.
    Date,
    /// A bare address.
    Address,
    /// Who the author is.
    AboutAuthor,
    /// What the site or the firm is.
    AboutSite,
    /// A number without words.
    Count,
    /// Signs without letters or digits.
    Ornament,
    /// How long reading takes.
    ReadingTime,
    /// To log in or to subscribe.
    Account,
    /// An appeal for money or help.
    Appeal,
    /// A question for consent.
    CookieNotice,
    /// Copyright and terms.
    LegalNotice,
    /// A label of a picture or player.
    PictureLabel,
    /// A message for old browsers.
    BrowserNotice,
    /// Who took a picture.
    Credit,
    /// That the site earns by its links.
    NoteOnEarnings,
    /// The file name of a picture.
    ImageName,
    /// The site says it in many of its articles.
    SaidInManyArticles,
    /// What a newsletter says of itself.
    AboutNewsletter,
    /// It stands above the article.
    BeforeArticle,
    /// It stands below the article.
    AfterArticle,
    /// A summary of what the article says at length.
    SaidAgainBelow,
    /// Short lines in a row.
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
            Self::BesideArticle => "beside the article",
            Self::SaidBefore => "said before",
            Self::TitleAgain => "title again",
            Self::BylineAgain => "byline again",
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
            Self::NoteOnEarnings => "note on earnings",
            Self::ImageName => "image name",
            Self::SaidInManyArticles => "said in many articles",
            Self::AboutNewsletter => "about the newsletter",
            Self::BeforeArticle => "before the article",
            Self::AfterArticle => "after the article",
            Self::SaidAgainBelow => "said again below",
            Self::Menu => "menu",
        }
    }
}
