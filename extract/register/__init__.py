"""Outside truth: records beside the outcomes that Ofsted published, as the user's register has them."""
