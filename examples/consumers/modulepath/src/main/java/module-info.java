/** A network that learns exclusive or. The vector backend is not named: it is there, and is found. */
module demo {
    requires org.gradus.nn;
}
