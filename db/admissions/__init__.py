"""Sources for admission: proposed, recognised, sent to the course, file, admitted or stopped; days only."""
