//! Points in rows, letters on them, and how they are written down.

use ab_glyph::{Font as _, PxScale, ScaleFont as _, point};

use super::text::{Face, width};

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// Points in rows.
#[derive(Debug)]
pub(super) struct Canvas {
    size: [u32; 2],
    points: Vec<Colour>,
}

impl Canvas {
    /// Returns one of a size in a colour.
    pub(super) fn new(size: [u32; 2], colour: Colour) -> Self {
        let [width, height] = size.map(|it| usize::try_from(it).unwrap_or_default());
        Self { size, points: vec![colour; width * height] }
    }

    /// Fills what lies from a point on, so wide and so high.
    pub(super) fn fill(&mut self, [left, top, width, height]: [u32; 4], colour: Colour) {
        for y in top..top.saturating_add(height) {
            for x in left..left.saturating_add(width) {
                self.cover([x, y], colour, 1.0);
            }
        }
    }

    /// Writes words that begin at a point of their base line.
    pub(super) fn write(
        &mut self,
        face: Face,
        size: f32,
        [left, base]: [f32; 2],
        words: &str,
        colour: Colour,
    ) {
        let Some(font) = face.font() else { return };
        let scale = PxScale::from(size);
        let (scaled, mut at) = (font.as_scaled(scale), left);
        for sign in words.chars() {
            let id = scaled.glyph_id(sign);
            let glyph = id.with_scale_and_position(scale, point(at, base));
            if let Some(outlined) = font.outline_glyph(glyph) {
                let bounds = outlined.px_bounds();
                outlined.draw(|x, y, coverage| {
                    if let (Some(x), Some(y)) = (place(bounds.min.x, x), place(bounds.min.y, y)) {
                        self.cover([x, y], colour, coverage);
                    }
                });
            }
            at += scaled.h_advance(id);
        }
    }

    /// Writes words that end at a point of their base line.
    pub(super) fn write_to(
        &mut self,
        face: Face,
        size: f32,
        [right, base]: [f32; 2],
        words: &str,
        colour: Colour,
    ) {
        self.write(face, size, [right - width(face, size, words), base], words, colour);
    }

    /// Writes it down as a PNG.
    ///
    /// # Errors
    /// Why that cannot be, in words.
    pub(super) fn into_png(self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let [width, height] = self.size;
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
        let points: Vec<u8> = self.points.into_iter().flatten().collect();
        writer.write_image_data(&points).map_err(|error| error.to_string())?;
        writer.finish().map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    /// Covers a point with a colour, in part or whole; beyond the edges nothing is covered.
    fn cover(&mut self, [x, y]: [u32; 2], colour: Colour, part: f32) {
        let [width, _] = self.size;
        if x >= width {
            return;
        }
        let at = usize::try_from(y * width + x).ok();
        let Some(point) = at.and_then(|at| self.points.get_mut(at)) else { return };
        for (now, wanted) in point.iter_mut().zip(colour) {
            *now = mixed(*now, wanted, part);
        }
    }
}

/// Returns where a point of a letter is; nothing left of or above the edges.
fn place(from: f32, by: u32) -> Option<u32> {
    u32::try_from(from as i64 + i64::from(by)).ok()
}

fn mixed(now: u8, wanted: u8, part: f32) -> u8 {
    let part = part.clamp(0.0, 1.0);
    (f32::from(now) * (1.0 - part) + f32::from(wanted) * part).round() as u8
}
