update statements set about_research = true where number = 17;
