//! Makes what Outlook wraps a message in for Outlook alone (MS-OXTNEF), usually called winmail.dat.

/// A file that is attached.
pub(crate) struct Enclosed<'a> {
    /// Its whole name, and the one that DOS would have given it.
    pub(crate) names: (&'a str, &'a str),
    pub(crate) media_type: &'a str,
    pub(crate) bytes: &'a [u8],
    /// Whether its bytes are such a wrapping themselves.
    pub(crate) is_wrapping: bool,
}

/// Returns a wrapping of a text and files.
pub(crate) fn wrapping(text: &str, files: &[Enclosed<'_>]) -> Vec<u8> {
    let mut bytes = vec![0x78, 0x9f, 0x3e, 0x22, 7, 0];
    attribute(&mut bytes, 1, 0x0008_9006, &0x0001_0000_u32.to_le_bytes());
    attribute(&mut bytes, 1, 0x0006_9007, &[0xe4, 4, 0, 0, 0, 0, 0, 0]);
    attribute(&mut bytes, 1, 0x0007_8008, b"IPM.Note\0");
    // A property with a name of its own, one with two values, a number, and the words.
    let mut named = tag(0x0003, 0x8001);
    named.extend([9; 16]);
    named.extend(1_u32.to_le_bytes());
    named.extend(padded(&wide("Colour")));
    named.extend(7_u32.to_le_bytes());
    let mut two = tag(0x101e, 0x1234);
    two.extend(2_u32.to_le_bytes());
    two.extend([padded(b"one\0"), padded(b"second\0")].concat());
    let words = long(0x001f, 0x1000, &wide(text));
    attribute(&mut bytes, 1, 0x0006_9003, &properties(&[named, two, words]));
    for file in files {
        enclose(&mut bytes, file);
    }
    bytes
}

fn enclose(bytes: &mut Vec<u8>, file: &Enclosed<'_>) {
    attribute(bytes, 2, 0x0006_9002, &[0; 14]);
    attribute(bytes, 2, 0x0001_8010, &[file.names.1.as_bytes(), b"\0"].concat());
    let mut known = vec![
        long(0x001f, 0x3707, &wide(file.names.0)),
        long(0x001e, 0x370e, &[file.media_type.as_bytes(), b"\0"].concat()),
    ];
    if file.is_wrapping {
        let mut method = tag(0x0003, 0x3705);
        method.extend(5_u32.to_le_bytes());
        known.push(method);
        known.push(long(0x000d, 0x3701, &[&[1; 16], file.bytes].concat()));
    } else {
        attribute(bytes, 2, 0x0006_800f, file.bytes);
    }
    attribute(bytes, 2, 0x0006_9005, &properties(&known));
}

fn attribute(bytes: &mut Vec<u8>, level: u8, name: u32, data: &[u8]) {
    bytes.push(level);
    bytes.extend(name.to_le_bytes());
    bytes.extend(u32::try_from(data.len()).expect("it is short").to_le_bytes());
    bytes.extend(data);
    let sum = data.iter().fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
    bytes.extend(sum.to_le_bytes());
}

fn properties(all: &[Vec<u8>]) -> Vec<u8> {
    let count = u32::try_from(all.len()).expect("they are few").to_le_bytes();
    [count.to_vec(), all.concat()].concat()
}

fn tag(kind: u16, property: u16) -> Vec<u8> {
    [kind.to_le_bytes(), property.to_le_bytes()].concat()
}

fn long(kind: u16, property: u16, value: &[u8]) -> Vec<u8> {
    [tag(kind, property), 1_u32.to_le_bytes().to_vec(), padded(value)].concat()
}

/// Returns a value with its length before it, and filled up to groups of four bytes.
fn padded(value: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(value.len()).expect("it is short").to_le_bytes().to_vec();
    bytes.extend(value);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}
