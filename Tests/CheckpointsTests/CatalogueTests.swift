import Architectures
import Checkpoints
import Testing

@Suite struct CatalogueTests {
  @Test func everyRowIsReadAndNamesAKnownVariant() {
    #expect(Publication.all.count == 126)
    #expect(Set(Publication.all.map(\.name)).count == Publication.all.count)
    for publication in Publication.all {
      #expect(Variant.named(publication.variant) != nil, "\(publication.name)")
      #expect(WeightStore.isName(publication.name), "\(publication.name)")
      #expect(
        publication.sha256Prefix.count >= 8 && publication.sha256Prefix.allSatisfy(\.isHexDigit))
      #expect(
        publication.fileName.contains(publication.sha256Prefix.prefix(8)), "\(publication.name)")
    }
  }

  @Test func addressesAreEncryptedAndEndInTheFilesName() {
    for publication in Publication.all {
      guard case .address(let address) = publication.origin else { continue }
      #expect(address.hasPrefix("https://"))
      #expect(address.hasSuffix("/" + publication.fileName))
    }
  }

  @Test func everyVariantOfThePaperCanBePulledByItsName() throws {
    for variant in ["b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7"] {
      #expect(try Publication.named(variant).dialect == .torchvision)
    }
    #expect(try Publication.named("b1").topOneAccuracy == 79.838)
  }

  @Test(arguments: [
    ("lite0", "lite0"), ("TF_EfficientNet_B0.ns_jft_in1k", "tf_efficientnet_b0.ns_jft_in1k"),
    ("tf_efficientnet_b0_ns", "tf_efficientnet_b0.ns_jft_in1k"),
    ("tf_efficientnet_b0_ns-c0e6a31c.pth", "tf_efficientnet_b0.ns_jft_in1k"),
    ("adv-efficientnet-b8", "adv-efficientnet-b8"),
  ])
  func aPublicationIsFoundByItsNameAndItsFile(asked: String, name: String) throws {
    #expect(try Publication.named(asked).name == name)
  }

  @Test(arguments: [
    "resnet-50", "resnet-152", "mobilenet-v2", "mnasnet-b1", "shufflenet-v2", "squeezenet-1.0",
    "densenet-169", "inception-v3", "v2-s", "v2-m", "v2-l",
  ])
  func theNetworksToCompareWithCanBePulledByTheirNames(variant: String) throws {
    let publication = try Publication.named(variant)
    #expect(publication.dialect == .torchvision)
    #expect(publication.topOneAccuracy != nil)
  }

  @Test func sizesThatPublishersRoundAreMarked() throws {
    let b7 = try Publication.named("b7")
    #expect(b7.size == 267_046_092)
    #expect(!b7.isSizeExact)
    #expect(try Publication.named("lite0").isSizeExact)
    #expect(try Publication.named("tf_efficientnet_b7_ns").size == nil)
  }
}
