"""Comments on contact members: requests for them, issuing them as documents, handing them over, and the follow-up."""
