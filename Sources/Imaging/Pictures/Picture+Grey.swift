extension RGBColor {
  /// The grey of Pillow's mode `L`, ITU-R 601-2 luma in 16-bit fixed point, in all three channels.
  package var grey: RGBColor {
    let sum = UInt32(red) * 19595 + UInt32(green) * 38470 + UInt32(blue) * 7471 + 0x8000
    let level = UInt8(sum >> 16)
    return RGBColor(red: level, green: level, blue: level)
  }
}

extension Picture {
  /// This RGB picture as Pillow's `convert("L")` makes it, with three equal channels.
  package var grey: Picture {
    Picture(width: width, height: height) { target in
      pixels.withUnsafeBufferPointer { source in
        for place in stride(from: 0, to: 3 * width * height, by: 3) {
          let level =
            RGBColor(red: source[place], green: source[place + 1], blue: source[place + 2]).grey.red
          target[place] = level
          target[place + 1] = level
          target[place + 2] = level
        }
      }
    }
  }
}
