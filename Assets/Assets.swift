/// Data that travels inside the program, so that a copied binary still knows its class names.
public enum Assets {
  /// The ImageNet-1k classes as CSV with the columns index, wnid and name.
  public static var imageNetClasses: [UInt8] { PackageResources.imagenet_1k_csv }

  /// What the program contains and loads, with licences, as Markdown.
  public static var thirdParty: [UInt8] { PackageResources.THIRD_PARTY_md }

  /// A table of the paper by the name of its file, or `sources`, which tells where each comes from.
  public static func paperTable(_ name: String) -> [UInt8]? {
    switch name {
    case "coefficients": PackageResources.coefficients_csv
    case "compound_constants": PackageResources.compound_constants_csv
    case "fig1_inset": PackageResources.fig1_inset_csv
    case "fig1_points": PackageResources.fig1_points_csv
    case "fig3_scaling_points": PackageResources.fig3_scaling_points_csv
    case "fig4_width_scaling_points": PackageResources.fig4_width_scaling_points_csv
    case "fig5_inset": PackageResources.fig5_inset_csv
    case "fig5_points": PackageResources.fig5_points_csv
    case "fig6_transfer_points": PackageResources.fig6_transfer_points_csv
    case "fig8_scaling_points": PackageResources.fig8_scaling_points_csv
    case "sources": PackageResources.sources_csv
    case "table1_b0_stages": PackageResources.table1_b0_stages_csv
    case "table2_imagenet": PackageResources.table2_imagenet_csv
    case "table3_scaling_existing": PackageResources.table3_scaling_existing_csv
    case "table4_latency": PackageResources.table4_latency_csv
    case "table5_transfer": PackageResources.table5_transfer_csv
    case "table6_datasets": PackageResources.table6_datasets_csv
    case "table7_cam_models": PackageResources.table7_cam_models_csv
    case "table8_val_vs_test": PackageResources.table8_val_vs_test_csv
    case "tf_lite_models": PackageResources.tf_lite_models_csv
    case "torchvision_models": PackageResources.torchvision_models_csv
    default: nil
    }
  }
}
