//! Metadata of a page's article: title, byline, date, site, picture, language and address, from JSON-LD, `<meta>`,
//! microdata and the visible page.
//!
//! The sources contradict one another. Each field has its own order of trust, measured on pages with known metadata.

use super::authors;
use super::linked_data;
use super::meta::{Meta, plain};
use super::{published, title};
use crate::model::When;
use crate::text::language;
use dom_query::{Document, NodeRef};

/// The metadata of a page's article.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Facts {
    pub title: String,
    pub byline: Option<String>,
    pub published: Option<When>,
    pub site: Option<String>,
    pub image: Option<String>,
    pub language: Option<String>,
    pub url: Option<String>,
    pub tags: Vec<String>,
    /// The page's own `<meta>` data.
    pub meta: Meta,
    /// The declared text of the article.
    pub body: Option<String>,
    /// The types of the things it describes.
    pub types: Vec<String>,
}

/// Reads the metadata; `url` is the address the page was fetched from.
pub(super) fn read(page: &Document, url: Option<&str>) -> Facts {
    let meta = Meta::read(page);
    let scripts: Vec<_> = page.select("script[type*='ld+json']").nodes().iter().map(NodeRef::text).collect();
    let data = linked_data::read(scripts.iter().map(AsRef::as_ref));
    let site =
        meta.first(&["og:site_name", "application-name"]).or_else(|| data.publisher.as_deref().map(plain));
    let title = title::find(page, &meta, &data, site.as_deref(), url);
    Facts {
        byline: authors::find(page, &meta, &data, site.as_deref(), url),
        published: published::find(page, &meta, &data, url, &title),
        title,
        image: meta
            .first(&["og:image", "twitter:image"])
            .or(data.image.clone())
            .filter(|url| url.starts_with("http")),
        language: page.html_root().attr("lang").and_then(|tag| language::of_tag(&tag)),
        url: meta.first(&["og:url"]).filter(|url| url.starts_with("http")),
        tags: meta.all("article:tag"),
        site,
        body: data.body,
        types: data.types,
        meta,
    }
}
