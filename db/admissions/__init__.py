"""Candidates for admission: proposed, recognised, sent to the course, file handed in, admitted or stopped."""
