//! Rich text as Outlook packs it (MS-OXRTFCP).

use super::Bytes;

/// What packed text refers back to before anything was unpacked (MS-OXRTFCP §2.1.2.1).
const BEFORE: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \
\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \
\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
const PACKED: u32 = 0x7546_5a4c;
const AS_IT_IS: u32 = 0x414c_454d;
/// How far back it refers.
const WINDOW: usize = 4096;

/// Returns the text, of at most so many bytes; none if it is longer or was not packed so.
pub(super) fn unpack(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut rest = Bytes(bytes);
    let (_packed, length, kind, _checksum) = (rest.u32()?, rest.u32()?, rest.u32()?, rest.u32()?);
    let length = usize::try_from(length).ok().filter(|length| *length <= most)?;
    match kind {
        AS_IT_IS => rest.take(length).map(<[u8]>::to_vec),
        PACKED => {
            let mut text = decode(rest, length);
            text.truncate(length);
            Some(text)
        }
        _ => None,
    }
}

/// Unpacks up to so many bytes, or to where it ends.
fn decode(mut rest: Bytes<'_>, length: usize) -> Vec<u8> {
    let mut window = [b' '; WINDOW];
    window[..BEFORE.len()].copy_from_slice(BEFORE);
    let mut at = BEFORE.len();
    let mut text = Vec::new();
    while let Some(&[controls]) = rest.take(1) {
        for bit in 0..8 {
            if text.len() >= length {
                return text;
            }
            if controls >> bit & 1 == 0 {
                let Some(&[byte]) = rest.take(1) else { return text };
                put(&mut window, &mut at, &mut text, byte);
                continue;
            }
            let Some(&[high, low]) = rest.take(2) else { return text };
            let reference = usize::from(u16::from_be_bytes([high, low]));
            let (start, count) = (reference >> 4, (reference & 0xf) + 2);
            if start == at {
                return text;
            }
            for step in 0..count {
                let byte = window[(start + step) % WINDOW];
                put(&mut window, &mut at, &mut text, byte);
            }
        }
    }
    text
}

fn put(window: &mut [u8; WINDOW], at: &mut usize, text: &mut Vec<u8>, byte: u8) {
    window[*at] = byte;
    *at = (*at + 1) % WINDOW;
    text.push(byte);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of MS-OXRTFCP §3.1.1.1.1.
    #[test]
    fn the_example_of_the_specification_is_unpacked() {
        let packed = b"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\n\0rcpg125B2\n\xf3 hel\t\0 bw\x05\xb0ld}\n\x80\x0f\xa0";
        assert_eq!(BEFORE.len(), 207);
        assert_eq!(
            unpack(packed, 1_000).map(|text| String::from_utf8_lossy(&text).into_owned()),
            Some("{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n".to_owned())
        );
        assert_eq!(unpack(packed, 42), None, "it says that it is longer");
        for end in 0..packed.len() {
            let _ = unpack(&packed[..end], 1_000);
        }
    }
}
