/// Names that Keras has itself, and those that load code of another kind.
///
/// Source: `ALL_OBJECTS_DICT` of its modules, `keras.layers`, `keras.optimizers` and
/// `keras.dtype_policies` of Keras 3.15.1, and names of Keras 2 that it has no more.
/// `Tests/Golden/verdicts.py` compares both.
package enum KerasBuiltIns {
  /// Layers, initializers, losses and other classes that hold numbers and settings only.
  package static let classes = names(
    """
      AUC AWQConfig AWQDTypePolicy AbsMaxQuantizer Accuracy Activation ActivityRegularization
      Adadelta Adafactor Adagrad Adam AdamW Adamax AdaptiveAveragePooling1D
      AdaptiveAveragePooling2D AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D
      AdaptiveMaxPooling3D Add AdditiveAttention AlphaDropout Attention AugMix AutoContrast
      Average AveragePooling1D AveragePooling2D AveragePooling3D AvgPool1D AvgPool2D AvgPool3D BCE
      BatchNormalization Bidirectional BinaryAccuracy BinaryCrossentropy BinaryFocalCrossentropy
      BinaryIoU CTC CategoricalAccuracy CategoricalCrossentropy CategoricalFocalCrossentropy
      CategoricalHinge CategoryEncoding CenterCrop Circle Concatenate ConcordanceCorrelation
      Constant Constraint ContrastLimitedAdaptiveHistogramEqualization Conv1D Conv1DTranspose
      Conv2D Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D Convolution1D
      Convolution1DTranspose Convolution2D Convolution2DTranspose Convolution3D
      Convolution3DTranspose CosineDecay CosineDecayRestarts CosineSimilarity Cropping1D
      Cropping2D Cropping3D CuDNNGRU CuDNNLSTM CutMix DTypePolicy DTypePolicyMap Dense
      DepthwiseConv1D DepthwiseConv2D Dice Discretization Dot Dropout ELU EinsumDense Embedding
      Equalization ExponentialDecay F1Score FBetaScore FalseNegatives FalsePositives Flatten
      Float8QuantizationConfig FloatDTypePolicy Ftrl Functional GPTQDTypePolicy GRU GRUCell
      GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D
      GlobalAveragePooling3D GlobalAvgPool1D GlobalAvgPool2D GlobalAvgPool3D GlobalMaxPool1D
      GlobalMaxPool2D GlobalMaxPool3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D
      GlorotNormal GlorotUniform GroupNormalization GroupQueryAttention HashedCrossing Hashing
      HeNormal HeUniform Hinge Huber Identity IdentityInitializer Initializer InputLayer InputSpec
      Int4DTypePolicy Int4QuantizationConfig Int8QuantizationConfig InverseTimeDecay IoU KLD
      KLDivergence L1 L1L2 L2 LSTM LSTMCell Lamb Layer LayerNormalization LeakyReLU
      LearningRateSchedule LecunNormal LecunUniform Lion LocallyConnected1D LocallyConnected2D
      LogCosh LogCoshError Loss LossFunctionWrapper LossScaleOptimizer LossScaleOptimizerV3 MAE
      MAPE MSE MSLE Masking MaxNorm MaxNumBoundingBoxes MaxPool1D MaxPool2D MaxPool3D MaxPooling1D
      MaxPooling2D MaxPooling3D Maximum Mean MeanAbsoluteError MeanAbsolutePercentageError MeanIoU
      MeanMetricWrapper MeanSquaredError MeanSquaredLogarithmicError MelSpectrogram Metric
      MinMaxNorm Minimum MixUp Model MultiHeadAttention MultiOptimizer Multiply Muon Nadam NonNeg
      Normalization OneHotIoU OneHotMeanIoU Ones Optimizer OptimizerMap Orthogonal
      OrthogonalInitializer OrthogonalRegularizer PReLU PearsonCorrelation Permute
      PiecewiseConstantDecay Pipeline Poisson Policy PolynomialDecay Precision PrecisionAtRecall
      QuantizationConfig QuantizedDTypePolicy QuantizedFloat8DTypePolicy Quantizer R2Score
      RMSNormalization RMSprop RNN RandAugment RandomBrightness RandomColorDegeneration
      RandomColorJitter RandomContrast RandomCrop RandomElasticTransform RandomErasing RandomFlip
      RandomGaussianBlur RandomGrayscale RandomHeight RandomHue RandomInvert RandomNormal
      RandomPerspective RandomPosterization RandomRotation RandomSaturation RandomSharpness
      RandomShear RandomTranslation RandomUniform RandomWidth RandomZoom ReLU Recall
      RecallAtPrecision Regularizer RepeatVector Rescaling Reshape Resizing ReversibleEmbedding
      RootMeanSquaredError SGD STFT STFTInitializer STFTSpectrogram ScheduleFreeAdamW
      SensitivityAtSpecificity SeparableConv1D SeparableConv2D SeparableConvolution1D
      SeparableConvolution2D Sequential SimpleRNN SimpleRNNCell Softmax Solarization
      SparseCategoricalAccuracy SparseCategoricalCrossentropy SparseTopKCategoricalAccuracy
      SpatialDropout1D SpatialDropout2D SpatialDropout3D SpecificityAtSensitivity
      SpectralNormalization SquaredHinge StackedRNNCells Subtract Sum SyncBatchNormalization
      TensorShape ThresholdedReLU TimeDistributed TopKCategoricalAccuracy TrueNegatives
      TruePositives TruncatedNormal Tversky UnitNorm UnitNormalization UpSampling1D UpSampling2D
      UpSampling3D VarianceScaling Wrapper ZeroPadding1D ZeroPadding2D ZeroPadding3D Zeros
      IntegerLookup StringLookup TextVectorization
      __bytes__ __ellipsis__ __keras_tensor__ __numpy__ __slice__ __tensor__ __tuple__
    """)

  /// Functions by the names that descriptions use.
  static let functions = names(
    """
      abs_max_quantizer acc accuracy adadelta adafactor adagrad adam adamax adamw auc awq_config
      bce binary_accuracy binary_crossentropy binary_focal_crossentropy binary_io_u
      categorical_accuracy categorical_crossentropy categorical_focal_crossentropy
      categorical_hinge ce celu circle concordance_correlation constant constraint
      cosine_proximity cosine_similarity crossentropy ctc dice elu exponential f1_score
      f_beta_score false_negatives false_positives float8_quantization_config ftrl gelu
      glorot_normal glorot_uniform glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh
      he_normal he_uniform hinge huber identity initializer int4_quantization_config
      int8_quantization_config io_u kl_divergence kld kullback_leibler_divergence l1 l1_l2 l1l2 l2
      leaky_relu lecun_normal lecun_uniform linear lion log_cosh log_cosh_error log_sigmoid
      log_softmax logcosh lossscaleoptimizer mae mape max_norm mean mean_absolute_error
      mean_absolute_percentage_error mean_io_u mean_metric_wrapper mean_squared_error
      mean_squared_logarithmic_error metric min_max_norm mish mse msle multioptimizer muon nadam
      non_neg normal one one_hot_io_u one_hot_mean_io_u ones optimizer optimizermap orthogonal
      orthogonal_regularizer pearson_correlation poisson precision precision_at_recall
      quantization_config quantizer r2_score random_normal random_uniform recall
      recall_at_precision regularizer relu relu6 rmsprop root_mean_squared_error schedulefreeadamw
      selu sensitivity_at_specificity sgd sigmoid silu soft_shrink softmax softplus softsign
      sparse_categorical_accuracy sparse_categorical_crossentropy sparse_plus sparse_sigmoid
      sparse_top_k_categorical_accuracy sparsemax specificity_at_sensitivity squared_hinge
      squareplus stft sum swish tanh tanh_shrink threshold top_k_categorical_accuracy
      true_negatives true_positives truncated_normal tversky uniform unit_norm variance_scaling
      zero zeros
    """)

  /// Layers of today's Keras that run or load code.
  package static let runningLayers = loaders.subtracting(["TensorFlowOpLayer"]).union(["Lambda"])

  /// Classes that load or run what is no layer: modules of other libraries, files by their path.
  static let loaders: Set<String> = [
    "FlaxLayer", "JaxLayer", "TFSMLayer", "TensorFlowOpLayer", "TorchModuleWrapper",
  ]

  /// True for a function of TensorFlow that only computes: `math.multiply`.
  static func isArithmetic(_ function: String) -> Bool {
    ["math.", "nn.", "__operators__."].contains { function.hasPrefix($0) }
      || plainFunctions.contains(function)
  }

  private static let plainFunctions = names(
    """
      cast clip_by_value concat convert_to_tensor expand_dims identity image.resize multiply pad
      reshape slice split squeeze stack strided_slice tile transpose
    """)

  private static func names(_ text: String) -> Set<String> {
    Set(text.split { $0.isWhitespace }.map(String.init))
  }
}
