"""Comments on contact members: who asks for them, how they are issued as papers and handed over, what follows."""
