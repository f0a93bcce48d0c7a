package dev.hawser.storage.azure;

import dev.hawser.storage.BlobException;

/** Says what a failed request means, once, with the service's code and its id of the request. */
final class AzureErrors {
  private AzureErrors() {}

  /**
   * @param action what was tried, with the key
   */
  static BlobException of(String action, Container container, RequestFailure failure) {
    String message = "cannot " + action + " in " + container + ": " + failure.describe();
    if (failure.status() == 401 || failure.status() == 403) {
      return new BlobException.AccessDenied(message + advice(failure), null);
    }
    if (failure.is(404, "ContainerNotFound")) {
      return new BlobException.Unavailable(
          message + "; create the container or correct its name", null);
    }
    return failure.status() == 0 || failure.isTransient() || isPassing(failure)
        ? new BlobException.Unavailable(message, failure.getCause())
        : new BlobException.Rejected(message, null);
  }

  /** Conflicts that end by themselves. */
  private static boolean isPassing(RequestFailure failure) {
    return switch (failure.code()) {
      case "ContainerBeingDeleted", "AccountBeingCreated", "PendingCopyOperation" -> true;
      default -> false;
    };
  }

  private static String advice(RequestFailure failure) {
    return switch (failure.code()) {
      case "AuthorizationPermissionMismatch", "AuthorizationFailure" ->
          "; the identity or SAS token lacks a right, or the account's firewall refuses this"
              + " network";
      case "AuthenticationFailed", "InvalidAuthenticationInfo" ->
          "; the key, token or identity is not valid, or the clock of this machine is wrong";
      case "AuthorizationServiceMismatch", "AuthorizationResourceTypeMismatch" ->
          "; the SAS token is not for blobs and containers";
      case "KeyBasedAuthenticationNotPermitted" ->
          "; the account accepts identities only, not keys";
      default -> "";
    };
  }
}
