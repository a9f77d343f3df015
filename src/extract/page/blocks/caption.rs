//! Which elements are captions of pictures.

use dom_query::NodeRef;

/// Elements that show a picture or video.
const PICTURES: [&str; 6] = ["img", "picture", "video", "iframe", "amp-img", "noscript"];

/// What a `<figure>` shows besides pictures, whose `<figcaption>` belongs to the text as well: a table, a listing, the
/// name of who is quoted.
const EXHIBITS: [&str; 8] = ["table", "blockquote", "pre", "audio", "canvas", "object", "embed", "math"];

/// How many levels up to look for its picture.
const NEAR: usize = 3;

/// The only caption of a picture within or at an element.
pub(super) fn within<'a>(node: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    if is_of_picture(node) {
        return Some(*node);
    }
    let mut captions = node.descendants_it().filter(is_of_picture);
    captions.next().filter(|_| captions.next().is_none())
}

/// Whether an element is the caption of a single picture: by its tag or name, with a picture near it. Credits alone,
/// and elements with several pictures, are not captions.
pub(in crate::extract::page) fn is_of_picture(node: &NodeRef) -> bool {
    is_named(node)
        && !node.descendants_it().any(|below| is_picture(&below))
        && (is_of_figure(node)
            || around(node).is_some_and(|around| {
                around.descendants_it().filter(|below| below.has_name("img")).take(3).count() < 3
            }))
}

/// Whether an element is the only caption of a `<figure>` that shows something else than pictures.
fn is_of_figure(node: &NodeRef) -> bool {
    if !node.has_name("figcaption") {
        return false;
    }
    let figure = node.ancestors_it(Some(NEAR)).find(|around| around.has_name("figure"));
    figure.is_some_and(|figure| {
        let has_another = || {
            let mut captions = figure.descendants_it().filter(|below| below.has_name("figcaption"));
            captions.any(|caption| caption.id != node.id)
        };
        let is_exhibit = |tag: &str| EXHIBITS.contains(&tag);
        let mut tags = figure.descendants_it().filter_map(|below| below.node_name());
        tags.any(|tag| is_exhibit(&tag)) && !has_another()
    })
}

/// The picture that a caption belongs to.
pub(super) fn picture_of<'a>(caption: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    around(caption)?.descendants_it().find(|below| below.has_name("img"))
}

/// Whether a picture has its own caption, which is shown instead of it.
pub(super) fn has_one(picture: &NodeRef) -> bool {
    let is_its = |below: &NodeRef| {
        is_of_picture(below)
            && !below.text().trim().is_empty()
            && around(below).is_some_and(|around| around.descendants_it().any(|img| img.id == picture.id))
    };
    picture
        .ancestors_it(Some(NEAR))
        .take_while(|around| !matches!(around.node_name().as_deref(), Some("body" | "article" | "main")))
        .any(|around| around.descendants_it().any(|below| is_its(&below)))
}

/// The element near a caption that contains a picture.
fn around<'a>(caption: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    caption.ancestors_it(Some(NEAR)).find(|around| around.descendants_it().any(|below| is_picture(&below)))
}

fn is_named(node: &NodeRef) -> bool {
    node.has_name("figcaption") || node.class().is_some_and(|class| class.to_lowercase().contains("caption"))
}

fn is_picture(node: &NodeRef) -> bool {
    PICTURES.iter().any(|tag| node.has_name(tag))
}
