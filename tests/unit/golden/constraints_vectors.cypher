CREATE VECTOR INDEX topic_centroid IF NOT EXISTS
FOR (n:Topic) ON (n.centroid) OPTIONS {indexConfig: {`vector.dimensions`: 384, `vector.similarity_function`: 'cosine'}}
