// whether the graph holds the data of an exercise
RETURN EXISTS { (:Source {kind: 'exercise'}) } AS exercise
