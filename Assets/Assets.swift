/// Data that travels inside the program, so that a copied binary still knows its class names.
public enum Assets {
  /// The ImageNet-1k classes as CSV with the columns index, wnid and name.
  public static var imageNetClasses: [UInt8] { PackageResources.imagenet_1k_csv }
}
