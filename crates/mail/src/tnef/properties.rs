//! The properties of a message or an attachment within a wrapping (MS-OXTNEF §2.1.3.4).

use super::Bytes;

/// Types of properties (MS-OXCDATA §2.11.1).
const NARROW: u16 = 0x001e;
const WIDE: u16 = 0x001f;
const OBJECT: u16 = 0x000d;
const BINARY: u16 = 0x0102;
const NUMBER: u16 = 0x0003;
/// What is added to the type of a property with many values.
const MANY: u16 = 0x1000;
/// From here on, a property has a name of its own.
const NAMED: u16 = 0x8000;

/// What a property says; of several values, the first.
#[derive(Debug)]
pub(super) enum Value<'a> {
    /// Text in the code page of the message.
    Narrow(&'a [u8]),
    /// Text in UTF-16.
    Wide(Vec<u16>),
    Bytes(&'a [u8]),
    Number(i32),
}

impl<'a> Value<'a> {
    pub(super) fn bytes(&self) -> Option<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// Properties, one after the other, up to the first that cannot be read.
pub(super) struct Properties<'a> {
    rest: Bytes<'a>,
    left: u32,
}

impl<'a> Properties<'a> {
    pub(super) fn of(data: &'a [u8]) -> Self {
        let mut rest = Bytes(data);
        let left = rest.u32().unwrap_or_default();
        Self { rest, left }
    }

    /// Takes a property; none where it is of a type of which nothing is kept.
    fn take(&mut self) -> Option<(u16, Option<Value<'a>>)> {
        let (kind, property) = (self.rest.u16()?, self.rest.u16()?);
        if property >= NAMED {
            self.pass_name()?;
        }
        let kind_of_one = kind & !MANY;
        let is_long = matches!(kind_of_one, NARROW | WIDE | OBJECT | BINARY);
        if is_long {
            return Some((property, self.long_values(kind_of_one)?));
        }
        let size = size_of(kind_of_one)?;
        let count = if kind & MANY == 0 { 1 } else { usize::try_from(self.rest.u32()?).ok()? };
        let values = self.rest.padded(count.checked_mul(size)?)?;
        let number = values.first_chunk().map(|bytes| i32::from_le_bytes(*bytes));
        Some((property, number.filter(|_| kind == NUMBER).map(Value::Number)))
    }

    /// Takes values that say how long they are, and returns the first.
    fn long_values(&mut self, kind: u16) -> Option<Option<Value<'a>>> {
        let count = self.rest.u32()?;
        let mut first = None;
        for _ in 0..count {
            let length = usize::try_from(self.rest.u32()?).ok()?;
            let bytes = self.rest.padded(length)?;
            first.get_or_insert(bytes);
        }
        Some(first.map(|bytes| match kind {
            NARROW => Value::Narrow(bytes),
            WIDE => Value::Wide(
                bytes.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect(),
            ),
            _ => Value::Bytes(bytes),
        }))
    }

    fn pass_name(&mut self) -> Option<()> {
        let _set = self.rest.take(16)?;
        match self.rest.u32()? {
            0 => self.rest.take(4).map(|_| ()),
            _ => {
                let length = usize::try_from(self.rest.u32()?).ok()?;
                self.rest.padded(length).map(|_| ())
            }
        }
    }
}

impl<'a> Iterator for Properties<'a> {
    type Item = (u16, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.left > 0 {
            self.left -= 1;
            match self.take() {
                Some((property, Some(value))) => return Some((property, value)),
                Some((_, None)) => {}
                None => self.left = 0,
            }
        }
        None
    }
}

/// Returns how long a value of a type is that does not say so itself.
fn size_of(kind: u16) -> Option<usize> {
    Some(match kind {
        0x0001 => 0,
        0x0002 | 0x0003 | 0x0004 | 0x000a | 0x000b => 4,
        0x0005 | 0x0006 | 0x0007 | 0x0014 | 0x0040 => 8,
        0x0048 => 16,
        _ => return None,
    })
}
