import Architectures
import Checkpoints
import Foundation
import Imaging
import Testing

/// Networks in the forms of further libraries and in several files (Tests/Golden/form_networks.py).
@Suite struct FormLogitsTests {
  private static let archive = GoldenArchive.forms

  @Test(arguments: [
    ("mmpretrain.pth", "mmpretrain", Dialect.timmTF),
    ("smp-lukemelas.pth", "smp-lukemelas", .lukemelas),
    ("smp-timm.pth", "smp-timm", .timmTF), ("lightning-model.ckpt", "lightning", .timmTF),
    ("lightning-net.ckpt", "lightning", .timmTF), ("lightning-module.ckpt", "lightning", .timmTF),
    ("lightning-model.net.ckpt", "lightning", .timmTF), ("sharded", "sharded", .huggingface),
    ("sharded/model.safetensors.index.json", "sharded", .huggingface),
    ("bin", "sharded", .huggingface),
  ])
  func everyFormOfPyTorchGivesItsLogits(file: String, golden: String, dialect: Dialect) throws {
    // Nothing in an encoder tells timm's own weights from its ports.
    let loaded = try Self.archive.load(file, dialect: file == "smp-timm.pth" ? .timmTF : nil)
    #expect(loaded.dialect.dialect == dialect)
    #expect(loaded.options.classes == 5)
    let logits = try loaded.logits(of: Self.archive.path("image.npy"))
    #expect(relativeDifference(logits, try Self.archive.logits(golden)) < 1e-4)
  }

  @Test func foldersAndMMPretrainGiveTheirClassNames() throws {
    #expect(try Self.archive.load("sharded").labels == (0..<5).map { "thing \($0)" })
    #expect(try Self.archive.load("bin").labels == (0..<5).map { "thing \($0)" })
    #expect(
      try Self.archive.load("mmpretrain.pth").labels == ["ant", "bee", "cat", "dog", "elk"])
  }

  static let keras = ["keras-b0", "keras-v2-b0", "keras-v2-s", "keras-v2-s-outside"]

  /// Pixels of 0…255 give the logits after the recipe's scaling.
  @Test(arguments: keras)
  func kerasNetworksGiveTheirLogitsForAPicture(name: String) async throws {
    let loaded = try await onOwnThread { try Self.load("\(name).keras") }
    #expect(loaded.dialect.dialect == .keras)
    #expect(loaded.dialect.reason == .names)
    #expect(loaded.recipe.resize == .exact(PixelSize(square: 64)))
    let difference = relativeDifference(
      try Self.archive.pictureLogits(loaded), try Self.archive.logits(name))
    #expect(difference < 1e-4)
  }

  @Test(arguments: ["keras-v2-b0", "keras-v2-s"])
  func weightsAloneOfKerasV2HaveItsUsualScaling(name: String) async throws {
    let loaded = try await onOwnThread { try Self.load("\(name).weights.h5") }
    let difference = relativeDifference(
      try Self.archive.pictureLogits(loaded), try Self.archive.logits(name))
    #expect(difference < 1e-4)
  }

  static func load(_ file: String) throws -> LoadedCheckpoint {
    let base = file.contains("v2-b0") ? "v2-b0" : "v2-s"
    guard file.contains("v2") || file == "relu.tflite", let whole = Variant.named(base) else {
      return try archive.load(file)
    }
    let small = Variant(
      name: base, title: "tiny", family: whole.family, design: whole.design,
      scaling: SizeMultipliers(width: 0.1, depth: 0.1), resolution: 64)
    return try Checkpoint.load(file: archive.path(file), variant: small)
  }
}
