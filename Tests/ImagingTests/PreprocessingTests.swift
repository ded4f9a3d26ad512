import Imaging
import Tensors
import Testing

@Suite struct PreprocessingTests {
  @Test func tensorsEqualThoseOfTorchvision() throws {
    let rows = try Fixtures.table("recipes.csv")
    #expect(rows.count == 145)
    var cached: (name: String, picture: Picture)?
    for row in rows {
      let name = try #require(row["picture"])
      var picture: Picture
      if let cached, cached.name == name {
        picture = cached.picture
      } else {
        picture = try Self.picture(name)
      }
      cached = (name, picture)
      let recipe = try Self.recipe(row)
      let input = recipe.input(from: picture)
      #expect("\(input.width)×\(input.height)" == "\(row["width"] ?? "")×\(row["height"] ?? "")")
      #expect(input.crc == row["crc"], "\(name) \(row["recipe"] ?? "")")
      #expect(
        recipe.normalized(input).crc == row["tensorCrc"], "\(name) \(row["recipe"] ?? "")")
    }
  }

  private static func picture(_ name: String) throws -> Picture {
    let extents = name.split(separator: "x").compactMap { Int($0) }
    if extents.count == 2 {
      return generatedPicture(extents[0], extents[1], seed: extents[0] * extents[1])
    }
    return try Picture.decode(Fixtures.asset(name))
  }

  private static func recipe(_ row: [String: String]) throws -> PreprocessingRecipe {
    let resize = try #require(row["resize"])
    let extents = resize.split(separator: "x").compactMap { Int($0) }
    let triples = ["mean", "deviation"].map { key in
      (row[key] ?? "").split(separator: " ").compactMap { Double($0) }.map { Float($0) }
    }
    return PreprocessingRecipe(
      resize: extents.count == 2
        ? .exact(PixelSize(width: extents[0], height: extents[1]))
        : extents.first.map { .shorterSide($0) } ?? .none,
      crop: Int(row["crop"] ?? "").map { PixelSize(square: $0) },
      interpolation: try #require(Interpolation(rawValue: row["filter"] ?? "")),
      mean: triples[0], standardDeviation: triples[1])
  }
}
