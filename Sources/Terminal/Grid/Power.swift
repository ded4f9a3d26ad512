import Glibc

/// x to the power of y.
func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }
