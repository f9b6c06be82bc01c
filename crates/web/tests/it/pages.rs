//! Every page from its sample.

/// A template that stops rendering, or says something else, shows here first.
#[test]
fn every_page_reads_as_it_did() {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter("-[0-9a-f]{12}\\.(css|svg|js)", "-DIGEST.$1");
    let _bound = settings.bind_to_scope();
    for (name, page) in web::samples() {
        let page = page.unwrap();
        let page = page.lines().map(str::trim_end).filter(|line| !line.is_empty());
        insta::assert_snapshot!(name, page.collect::<Vec<_>>().join("\n"));
    }
}
