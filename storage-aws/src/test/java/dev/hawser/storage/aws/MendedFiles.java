package dev.hawser.storage.aws;

import java.io.InputStream;
import java.util.List;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Mends two defects of the emulator. It keeps blobs as files of a file system in memory, where a
 * file cannot be the folder of another: each name gets an ending, so that {@code a} and {@code a/b}
 * can live side by side; the ending sorts before all that keys hold, so the order stays. And it
 * compares the etag of {@code If-Match} some time before it writes: here both happen at once.
 */
final class MendedFiles extends ForwardingBlobStore {
  private static final String END = "!";
  private final Object comparing = new Object();

  MendedFiles(BlobStore files) {
    super(files);
  }

  private static String name(String key) {
    return key + END;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream bytes) {
    PutObjectRequest named = request.toBuilder().key(name(request.key())).build();
    if (request.ifMatch() == null) {
      return super.putBlob(named, bytes);
    }
    synchronized (comparing) {
      if (!unquoted(blobMetadata(request.bucket(), request.key()).eTag())
          .equals(unquoted(request.ifMatch()))) {
        throw S3Exception.builder()
            .statusCode(412)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode("PreconditionFailed").build())
            .build();
      }
      return super.putBlob(named, bytes);
    }
  }

  private static String unquoted(String etag) {
    return etag.replace("\"", "");
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    return super.getBlob(request.toBuilder().key(name(request.key())).build());
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    return super.blobMetadata(request.toBuilder().key(name(request.key())).build());
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    return super.removeBlob(request.toBuilder().key(name(request.key())).build());
  }

  @Override
  public boolean blobExists(String bucket, String key) {
    return super.blobExists(bucket, name(key));
  }

  @Override
  public ObjectCannedACL getBlobAccess(String bucket, String key) {
    return super.getBlobAccess(bucket, name(key));
  }

  @Override
  public void setBlobAccess(String bucket, String key, ObjectCannedACL access) {
    super.setBlobAccess(bucket, name(key), access);
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    String after = request.startAfter();
    ListObjectsV2Response found =
        super.list(
            after == null || after.isEmpty()
                ? request
                : request.toBuilder().startAfter(name(after)).build());
    return found.toBuilder()
        .contents(
            found.contents().stream()
                .filter(object -> object.key().endsWith(END))
                .map(
                    object ->
                        object.toBuilder()
                            .key(object.key().substring(0, object.key().length() - END.length()))
                            .build())
                .toList())
        .build();
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    return super.initiateMultipartUpload(request.toBuilder().key(name(request.key())).build());
  }

  private static MultipartUpload named(MultipartUpload upload) {
    CreateMultipartUploadRequest request = upload.request();
    return new MultipartUpload(
        upload.id(), request.toBuilder().key(name(request.key())).build(), upload.response());
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream bytes) {
    return super.uploadMultipartPart(
        named(upload), request.toBuilder().key(name(request.key())).build(), bytes);
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    return super.completeMultipartUpload(
        named(upload), request.toBuilder().key(name(request.key())).build());
  }

  @Override
  public List<Part> listMultipartUpload(MultipartUpload upload) {
    return super.listMultipartUpload(named(upload));
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    super.abortMultipartUpload(named(upload));
  }
}
