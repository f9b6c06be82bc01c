//! No header makes looking at where a message is from panic, and what is checked of it is the message in whole lines.

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let trace = mail::trace_of(bytes);
    for results in &trace.results {
        assert!(!results.server.is_empty());
        for found in &results.found {
            assert!(!found.method.is_empty() && !found.result.is_empty());
        }
    }
    assert!(trace.from_domains.iter().all(|domain| !domain.contains('@')));
    for value in mail::header_values(bytes, "Subject") {
        assert!(!value.contains(char::is_control));
    }
    let signed = mail::as_signed(bytes);
    let bare = |at: usize| signed[at] == b'\n' && (at == 0 || signed[at - 1] != b'\r');
    assert!(!(0..signed.len()).any(bare));
}
