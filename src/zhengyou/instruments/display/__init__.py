"""Display 三亮公开: identity cards, commitments and standards shown to the public."""
