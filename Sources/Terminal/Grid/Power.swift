import Glibc

/// x raised to the power y; keeps the import of Glibc out of the callers.
func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }
