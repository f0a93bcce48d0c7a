package dev.hawser.storage.aws;

/** What is being done, for messages, and the right that it takes. */
enum S3Action {
  PUT("put", "s3:PutObject (and those of the KMS key, when there is one)"),
  GET("get", "s3:GetObject; s3:ListBucket, so that a missing blob is told from a forbidden one"),
  LIST("list", "s3:ListBucket"),
  DELETE("delete", "s3:DeleteObject"),
  ABORT("abort the upload of", "s3:AbortMultipartUpload"),
  SIGN("sign a request for", "those of the signed request");

  private final String verb;
  private final String right;

  S3Action(String verb, String right) {
    this.verb = verb;
    this.right = right;
  }

  String verb() {
    return verb;
  }

  String right() {
    return right;
  }
}
