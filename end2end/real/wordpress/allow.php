<?php
// Lets WordPress ask a Sheaf on this machine, on whatever port it is: by itself it asks public addresses only.
add_filter( 'http_request_host_is_external', '__return_true' );
add_filter(
	'http_allowed_safe_ports',
	fn ( $ports, $host, $url ) => array_merge( $ports, array( parse_url( $url, PHP_URL_PORT ) ) ),
	10,
	3
);
