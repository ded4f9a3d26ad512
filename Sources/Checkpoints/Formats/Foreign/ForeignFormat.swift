/// A file or folder that is recognised, but is no checkpoint that this program reads.
///
/// It is refused by its own name with the next step.
public struct ForeignFormat: Hashable, Sendable {
  /// What it is.
  public let kind: Kind
  /// The member or operator that shows it; nil if the first bytes do.
  public let sign: String?

  init(_ kind: Kind, sign: String? = nil) {
    self.kind = kind
    self.sign = sign
  }

  /// The kinds that are recognised.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// An archive of `torch.export`.
    case exportedProgram
    /// A folder or `saved_model.pb` of TensorFlow.
    case savedModel
    /// A frozen graph of TensorFlow 1.
    case tensorFlowGraph
    /// The `.index` or `.data-…` file of a TensorFlow checkpoint.
    case tensorFlowCheckpoint
    /// OpenVINO's `.xml` or the `.bin` beside it.
    case openVINO
    /// NumPy's zip of arrays.
    case numPyArchive
    /// One array of NumPy.
    case numPyArray
    /// A zip archive around a checkpoint.
    case archive
    /// A compressed file.
    case compressed
    /// A tar archive.
    case tar
    /// The text that Git stores in place of a large file.
    case gitPointer
    /// HTML.
    case webPage
    /// An error message of a server in XML or JSON.
    case serverMessage
    /// A JSON document, such as a configuration.
    case document
    /// A model of Core ML.
    case coreML
    /// A compiled engine of TensorRT.
    case tensorRT
    /// A network with integer operators; the sign is the first one's name.
    case quantised
    /// A network whose batch norms are folded into its convolutions.
    case fused
  }

  /// What it is, as a clause.
  var text: String {
    switch (kind, sign) {
    case (.exportedProgram, _): "it is a torch.export archive (.pt2), a program and no checkpoint"
    case (.savedModel, _): "it is a TensorFlow SavedModel"
    case (.tensorFlowGraph, _): "it is a TensorFlow graph (.pb)"
    case (.tensorFlowCheckpoint, _): "it is a TensorFlow checkpoint (.index and .data files)"
    case (.openVINO, _): "it is an OpenVINO model (.xml and .bin)"
    case (.numPyArchive, _): "it is a NumPy archive (.npz)"
    case (.numPyArray, _): "it is a single NumPy array (.npy)"
    case (.archive, let sign?): "it is a zip archive around '\(sign)'"
    case (.archive, nil): "it is a zip archive without a checkpoint"
    case (.compressed, let sign): "it is compressed with \(sign ?? "an unknown program")"
    case (.tar, _): "it is a tar archive"
    case (.gitPointer, _): "the file is a Git LFS pointer, not the weights"
    case (.webPage, _): "a web page was saved in place of the weights"
    case (.serverMessage, _): "a server's error message was saved in place of the weights"
    case (.document, _): "it is a JSON document, which holds no weights"
    case (.coreML, _): "it is a Core ML model"
    case (.tensorRT, _): "it is a TensorRT engine, compiled for one graphics card"
    case (.quantised, let sign): "its network is quantised (\(sign ?? "integer operators"))"
    case (.fused, let sign):
      "the batch norms are fused into the convolutions (\(sign.map { "'\($0)'" } ?? "none") is left)"
    }
  }

  /// The next step.
  var advice: String {
    switch kind {
    case .exportedProgram:
      "save its weights: torch.save(torch.export.load('x.pt2').state_dict, 'x.pth')"
    case .savedModel:
      "load it with Keras and save it as .keras, or convert it to ONNX with tf2onnx"
    case .tensorFlowGraph: "convert it to ONNX with tf2onnx"
    case .tensorFlowCheckpoint:
      "build its model in Keras, restore the checkpoint and save the model as .keras"
    case .openVINO: "give the ONNX or PyTorch file that it was converted from"
    case .numPyArchive, .numPyArray:
      "save the arrays by their tensor names with safetensors.numpy.save_file"
    case .archive: sign == nil ? "give the file with the weights" : "unzip it first"
    case .compressed: "decompress it first"
    case .tar: "unpack it first, and give the file with the weights"
    case .gitPointer: "run git lfs pull in its folder"
    case .webPage, .serverMessage: "download the file itself again"
    case .document: "give the file with the weights, or the folder of both"
    case .coreML, .tensorRT: "give the ONNX or PyTorch file that it was made from"
    case .quantised: "give the float network that it was made from"
    case .fused: "save the network before it is fused"
    }
  }
}
