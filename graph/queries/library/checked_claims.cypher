// Affirmations déjà vérifiées qui circulent | Checked claims that circulate
// theme: rumours
// -> claim, rating, publisher, url, messages, authors, first, score
MATCH (f:FactCheck)<-[same:SAME_CLAIM_AS]-(m:Message)
RETURN f.claim AS claim, f.rating AS rating, f.publisher AS publisher, f.url AS url, count(*) AS messages,
       count(DISTINCT m.author_id) AS authors, min(m.published_at) AS first, max(same.score) AS score
ORDER BY messages DESC, claim LIMIT 30
