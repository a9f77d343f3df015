//! Draws letter hints over their targets.

use super::canvas::Canvas;
use super::theme::Styles;
use crate::app::App;
use crate::app::layers::Layer;

pub(super) fn draw(canvas: &mut Canvas<'_>, app: &App, styles: &Styles) {
    let Some(Layer::Hints(hints)) = app.layers.last() else { return };
    for (letters, target) in hints.in_sight() {
        canvas.put(target.column, target.row, 2, letters, styles.hint);
    }
}
