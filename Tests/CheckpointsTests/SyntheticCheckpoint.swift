import Architectures
import Checkpoints
import Tensors

/// A safetensors file with seeded weights named by any scheme.
struct SyntheticCheckpoint {
  let safetensors: [UInt8]

  init(
    _ scheme: NamingScheme, _ variant: String, classes: Int = 7, prefix: String = "",
    metadata: String = ""
  ) throws {
    guard let variant = Variant.named(variant) else { throw CheckpointError.noTensors }
    let network = variant.network(NetworkOptions(classes: classes))
    let weights = SeededWeights(seed: 5)
    var header = "{" + metadata
    var data: [UInt8] = []
    for parameter in network.parameters {
      let name = prefix + scheme.name(of: parameter.name, in: BlockIndices(network))
      let start = data.count
      let storage = weights.tensor(for: parameter).storage
      withExtendedLifetime(storage) { data += UnsafeRawBufferPointer(storage.buffer) }
      header += header.count > 1 ? "," : ""
      header += "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(parameter.shape),"
      header += "\"data_offsets\":[\(start),\(data.count)]}"
    }
    header += "}"
    let length = UInt64(header.utf8.count)
    safetensors =
      (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
      + Array(header.utf8) + data
  }
}
